import { Type } from 'typebox'
import { page } from '../page.ts'
import { Form } from '../parts.tsx'
import { pathOf } from './next.ts'

/** Larger letters and fewer things 长辈版, kept in this browser: the switch in the head of every page. Works without script. */
export function ElderSwitch({ isElder, path }: { isElder: boolean; path: string }) {
  return (
    <form className="elder-switch" method="post" action="/elder">
      <input type="hidden" name="elder" value={isElder ? '' : '1'} />
      <input type="hidden" name="next" value={path} />
      <button type="submit">{isElder ? '普通版' : '长辈版'}</button>
    </form>
  )
}

/** Where the switch leads, and what it is for. */
export const elderPage = page({
  path: '/elder',
  who: 'anyone',
  query: Type.Object({}),
  load: async () => null,
  title: () => '长辈版',
  render: ({ form, isElder }) => (
    <div className="col">
      <h1 className="h1">长辈版</h1>
      <p className="lede">字更大，每页的东西更少，“找人帮忙”总在手边。能办的事和普通版一样，随时可以换回来。</p>
      <Form form={form}>
        <input type="hidden" name="elder" value={isElder ? '' : '1'} />
        <p className="go">
          <button className="act" type="submit">
            {isElder ? '换回普通版' : '换成长辈版'}
          </button>
        </p>
      </Form>
    </div>
  ),
  submit: async ({ said }) => ({
    goTo: pathOf(said.get('next')),
    keep: { elder: said.get('elder') === '1' ? '1' : null },
  }),
})
