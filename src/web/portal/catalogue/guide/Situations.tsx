import type { Demand, Guide } from '../../../../modules/catalogue/contract.ts'
import { originText } from './texts.ts'

type Props = {
  readonly demand: Demand
  readonly answers: Readonly<Record<string, string>>
  readonly definition: Guide['definition']
}

/** 您的情形：the answers stand in the address, so the page can be kept, sent and printed as it is. Works without script. */
export function Situations({ demand, answers, definition }: Props) {
  if (demand.situations.length === 0) return null
  return (
    <form className="sit" id="situations" method="get" action="#situations" data-follow>
      <h2 className="h2">您的情形是？</h2>
      <p className="hint">
        选了以后，下面的材料和天数会跟着变；申请时不用再答。{originText(definition.provenance.situations, definition)}
      </p>
      {demand.situations.map(({ code, question, hint, answers: choices }) => (
        <fieldset key={code}>
          <legend className="label">{question}</legend>
          {hint !== undefined && <p className="hint">{hint}</p>}
          <div className="pick pick-2">
            {choices.map((choice) => (
              <label key={choice.code}>
                <input type="radio" name={`a.${code}`} value={choice.code} defaultChecked={answers[code] === choice.code} />
                {choice.label}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <p className="go">
        <button className="act act-2 act-s" type="submit">
          看我要准备什么
        </button>
        <a className="lnk" href="?#situations">
          清空重选
        </a>
      </p>
    </form>
  )
}
