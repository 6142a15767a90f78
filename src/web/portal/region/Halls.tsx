import type { PlaceView } from '../../../modules/region/contract.ts'
import { hoursText } from '../../ui/words.ts'

/** Halls with their address and hours. */
export function Halls({ halls }: { halls: readonly PlaceView[] }) {
  return (
    <ul className="rows halls">
      {halls.map(({ code, name, address, hours }) => (
        <li key={code}>
          <div>
            <h3 className="h3">{name}</h3>
            {address !== null && <p>{address}</p>}
            {hoursText(hours).map((line) => (
              <p key={line} className="hint">
                {line}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}
