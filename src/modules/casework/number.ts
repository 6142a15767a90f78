import type { Day } from '../../kernel/now.ts'

/**
 * A case number 办件编号: division (6), day of receipt (6), serial of the day (7), one check character after ISO 7064 MOD 37,36, so that a
 * slip in reading it out is noticed.
 *
 * @param areaCode 12 digits of the item's division
 * No national composition is published: this one is a proposal.
 */
export function caseNumber(areaCode: string, day: Day, serial: number): string {
  const digits = `${areaCode.slice(0, 6)}${day.slice(2).replaceAll('-', '')}${String(serial).padStart(7, '0')}`
  return digits + checkCharacter(digits)
}

/** Whether a number can be one of ours: its check character fits. */
export function isCaseNumber(text: string): boolean {
  return /^[0-9]{19}[0-9A-Z]$/.test(text) && checkCharacter(text.slice(0, -1)) === text.slice(-1)
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

function checkCharacter(digits: string): string {
  let p = 36
  for (const digit of digits) {
    const sum = (p + alphabet.indexOf(digit)) % 36 || 36
    p = (sum * 2) % 37
  }
  return alphabet[(37 - p) % 36] ?? '0'
}
