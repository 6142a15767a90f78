import type { ReactNode } from 'react'

/** Icons on a grid of 24, drawn in lines of 1.75. They never stand alone: a word is beside them, or `label` for those who listen. */
export function Icon({ name, size, label }: { name: IconName; size?: 's' | 'l'; label?: string }) {
  const spoken = label === undefined ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label }
  return (
    <svg className={size === undefined ? 'i' : `i i-${size}`} viewBox="0 0 24 24" {...spoken}>
      {drawings[name]}
    </svg>
  )
}

const drawings = {
  down: <path d="m6 9.5 6 6 6-6" />,
  right: <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />,
  left: <path d="M14.5 5.5 8 12l6.5 6.5" />,
  person: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6" />
    </>
  ),
  find: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5" />
    </>
  ),
  home: (
    <>
      <path d="M4 11 12 4l8 7v9.5H4Z" />
      <path d="M9.5 20.5V14h5v6.5" />
    </>
  ),
  list: <path d="M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1" />,
  tray: (
    <>
      <path d="M4 13.5 6.5 5h11L20 13.5v6H4Z" />
      <path d="M4 13.5h5l1 2.5h4l1-2.5h5" />
    </>
  ),
  print: (
    <>
      <path d="M7 9V4h10v5M7 17H4v-8h16v8h-3" />
      <path d="M7 14h10v6H7Z" />
    </>
  ),
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.8v.1" />
    </>
  ),
  warning: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5.5M12 16.3v.1" />
    </>
  ),
  done: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.3 2.8 2.8L16 9.5" />
    </>
  ),
  no: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="1.5" />
      <path d="m8.5 8.5 7 7M15.5 8.5l-7 7" />
    </>
  ),
  calendar: (
    <>
      <rect x="4" y="5" width="16" height="15.5" rx="1.5" />
      <path d="M4 10h16M8.5 3v4M15.5 3v4" />
    </>
  ),
  pin: (
    <>
      <path d="M12 21c4.5-4.6 6.8-8.2 6.8-11a6.8 6.8 0 0 0-13.6 0c0 2.8 2.3 6.4 6.8 11Z" />
      <circle cx="12" cy="10" r="2.5" />
    </>
  ),
  mail: (
    <>
      <rect x="3.5" y="5.5" width="17" height="13" rx="1.5" />
      <path d="m4 7 8 6 8-6" />
    </>
  ),
  out: (
    <>
      <path d="M10 4H5v16h5" />
      <path d="M14.5 8 18.5 12l-4 4M9.5 12h9" />
    </>
  ),
  ring: <circle cx="12" cy="12" r="9" />,
  half: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path className="solid" d="M12 3a9 9 0 0 1 0 18Z" />
    </>
  ),
  bars: <path d="M8.5 5.5v13M15.5 5.5v13" />,
  up: <path d="M12 16V5M7 9.5l5-5 5 5M4.5 20h15" />,
  save: <path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15" />,
} as const satisfies Record<string, ReactNode>
export type IconName = keyof typeof drawings
