/** What is searched for: what an item is called and known by, apart from where it is carried out. */
export type Topic = {
  readonly name: string
  readonly aliases: readonly string[]
  /** 主项: what near-identical items stand under. */
  readonly mainName: string | null
  /** The department, without the name of its place. */
  readonly department: string
  /** What people say when they mean it. */
  readonly says: readonly Saying[]
}

/** `weight`: how surely it means this item; 1 said of exactly this name. */
export type Saying = { readonly text: string; readonly weight: number }
