const place = 'window.items'
const most = 9

/** Codes of the items chosen last at this machine, the last first; nothing about people. */
export function recentItems(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept.filter((code) => typeof code === 'string') : []
  } catch {
    return []
  }
}

export function rememberItem(code: string): void {
  const codes = [code, ...recentItems().filter((one) => one !== code)].slice(0, most)
  try {
    localStorage.setItem(place, JSON.stringify(codes))
  } catch {
    // a machine that keeps nothing shows them by code
  }
}
