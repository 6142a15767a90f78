import { generateSecret, generateURI, verifySync } from 'otplib'

/** A fresh secret of a second factor, base32 (RFC 4648), 160 bits. */
export function newTotpSecret(): string {
  return generateSecret()
}

/** What an authenticator application reads from a QR code. */
export function totpUri(secret: string, login: string): string {
  return generateURI({ issuer: '一窗', label: login, secret })
}

/**
 * Checks a code of RFC 6238 (six digits, 30 s), a step early or late.
 *
 * @param lastStep the step of the last code accepted, which with all before it is used up; null for none
 * @returns the step of the code, to be kept; null when the code is wrong or used up
 */
export function totpStep(secret: string, code: string, at: Date, lastStep: number | null): number | null {
  const epoch = Math.floor(at.getTime() / 1000)
  const answer = verifySync({ strategy: 'totp', secret, token: code, epoch, epochTolerance: 30 })
  if (!answer.valid || !('timeStep' in answer)) return null
  return lastStep !== null && answer.timeStep <= lastStep ? null : answer.timeStep
}
