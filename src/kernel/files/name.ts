/**
 * A file name as it may be kept and shown: no folders, no control or direction-changing characters, at most 120 characters,
 * its extension kept. Never used as a path on our side.
 */
export function cleanName(name: string): string {
  const last = name.toWellFormed().split(/[\\/]/).at(-1) ?? ''
  const plain = last.replace(unsafe, '').normalize('NFC').trim()
  if (plain === '' || /^\.+$/.test(plain)) return '未命名'
  const characters = [...plain]
  if (characters.length <= maxCharacters) return plain
  const ending = extensionOf(plain).slice(0, 10)
  return ending === ''
    ? characters.slice(0, maxCharacters).join('')
    : `${characters.slice(0, maxCharacters - 11).join('')}.${ending}`
}

/** What follows the last dot, in lower case; '' without one. */
export function extensionOf(name: string): string {
  return /\.([^.\\/]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

const maxCharacters = 120
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu
