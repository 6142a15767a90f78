import qrcode from 'qrcode'

/** A code that a phone reads, drawn on the server: it prints, and needs no script. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const path = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => (modules.get(y, x) === 1 ? `M${x} ${y}h1v1h-1z` : '')).join(''),
  ).join('')
  return (
    <div className="qr">
      <svg viewBox={`-2 -2 ${size + 4} ${size + 4}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <path className="ink" d={path} />
      </svg>
    </div>
  )
}
