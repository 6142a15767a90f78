/** Where to go after signing in: a path of ours, never another site. */
export function pathOf(next: string | null | undefined): string {
  return next != null && /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(next) ? next : '/'
}
