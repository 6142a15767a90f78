import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { Refusal } from '../../kernel/refusal.ts'
import { PasswordTooWeak, SignInBusy } from './contract.ts'
import { passwordWeaknesses } from './rules/access.ts'

const atOnce = 2
const waitingAtMost = 6 // who waits holds a connection: a flood of sign-ins takes 8 of them at most, the acts keep the rest

/**
 * argon2id of a new password.
 *
 * @throws Refusal(PasswordTooWeak) with every reason
 * @throws Refusal(SignInBusy)
 */
export async function hashPassword(password: string, login: string): Promise<string> {
  const weaknesses = passwordWeaknesses(password, login)
  if (weaknesses.length > 0) throw new Refusal(PasswordTooWeak, { weaknesses })
  return inTurn(() => hash(password, { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }))
}

/**
 * Whether a password fits. Without a hash it takes as long and says no, so that waiting tells nobody whether an account exists.
 *
 * @throws Refusal(SignInBusy)
 */
export async function fits(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await inTurn(() => verify(passwordHash ?? nobodys, password))
  return isRight && passwordHash !== null
}

const argon2id: Algorithm.Argon2id = 2 // the enum exists for the type checker alone

/** A hash at the same cost that no password is known for. */
const nobodys = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

let running = 0
const waiting: (() => void)[] = []

/** Hashing takes a core and 19 MiB for some 60 ms: two at once, a few in line, the rest are told to come back. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnce) running += 1
  else {
    if (waiting.length >= waitingAtMost) throw new Refusal(SignInBusy, {})
    await new Promise<void>((go) => waiting.push(go)) // whoever ends hands its place over
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}
