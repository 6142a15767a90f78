import { Done, Enrol, Enrolled, Me, SecondFactor, SessionOpened, SignIn, TryingOut } from '../../modules/identity/contract.ts'
import { Delegate, Delegation, DelegationId, Delegations } from '../../modules/identity/delegations/contract.ts'
import { endpoint } from '../endpoint.ts'

export const signIn = endpoint({ method: 'POST', path: '/sessions', body: SignIn, reply: SessionOpened })
export const passSecondFactor = endpoint({
  method: 'POST',
  path: '/sessions/second-factor',
  body: SecondFactor,
  reply: SessionOpened,
})
export const enrol = endpoint({ method: 'POST', path: '/accounts/enrol', body: Enrol, reply: Enrolled })
export const signOut = endpoint({ method: 'POST', path: '/sessions/end', reply: Done })
export const readMe = endpoint({ method: 'GET', path: '/me', reply: Me })
export const tryOut = endpoint({ method: 'POST', path: '/sessions/trying-out', body: TryingOut, reply: SessionOpened })
export const delegate = endpoint({ method: 'POST', path: '/delegations', body: Delegate, reply: Delegation })
export const listMyDelegations = endpoint({ method: 'GET', path: '/me/delegations', reply: Delegations })
export const endDelegation = endpoint({ method: 'POST', path: '/delegations/:id/end', params: DelegationId, reply: Done })
