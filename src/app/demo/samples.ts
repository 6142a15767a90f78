import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { sm3Hex } from '../../kernel/canonical.ts'
import type { Examined } from '../../kernel/files/index.ts'
import { fontPaths } from '../../modules/document/index.ts'

const source = `#set page(paper: "a5", margin: 2cm)
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh", region: "cn")
#align(center, text(18pt, weight: "bold", sys.inputs.name))
#v(1em)
#line(length: 100%)
#v(1em)
本页是演示材料，内容为虚构，不具有任何法律效力。
#v(1fr)
#align(right)[演示]`

/** Makes a sample of a material: a page that bears its name and says that it is none. The same name gives the same bytes. */
export function sampler(): (name: string) => Examined {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: fontPaths() }] })
  const made = new Map<string, Examined>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const { result } = compiler.compile({ mainFileContent: source, inputs: { name } })
    if (result === null) throw new Error(`no sample of ${name}`)
    const content = compiler.pdf(result, {})
    const sample = {
      digest: sm3Hex(content),
      mediaType: 'application/pdf',
      bytes: content.length,
      pages: 1,
      pixels: null,
      content,
    } as const
    made.set(name, sample)
    return sample
  }
}
