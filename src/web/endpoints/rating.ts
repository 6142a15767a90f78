import { Type } from 'typebox'
import { CaseId } from '../../modules/casework/contract.ts'
import {
  Answering,
  ByRatingId,
  ByReceipt,
  Closing,
  FeedingBack,
  Figures,
  FiguresAsked,
  Given,
  Giving,
  MyInvitations,
  OrderActed,
  OrderList,
  OrderSheet,
  OrdersAsked,
  RatingList,
  RatingSheet,
  RatingsAsked,
  ReceiptInvitations,
  Rectifying,
  Verifying,
  WithCode,
} from '../../modules/rating/contract.ts'
import { endpoint } from '../endpoint.ts'

const closed = { additionalProperties: false }
const params = ByRatingId
const reply = OrderActed

export const listMyRatings = endpoint({
  method: 'GET',
  path: '/ratings/mine',
  query: Type.Object({ caseId: Type.Optional(CaseId) }, closed),
  reply: MyInvitations,
})
export const listRatingsByReceipt = endpoint({
  method: 'GET',
  path: '/ratings/by-receipt',
  query: ByReceipt,
  reply: ReceiptInvitations,
})
export const readFigures = endpoint({ method: 'GET', path: '/ratings/figures', query: FiguresAsked, reply: Figures })
export const readRating = endpoint({ method: 'GET', path: '/ratings/:id', params, query: WithCode, reply: RatingSheet })
export const giveRating = endpoint({ method: 'POST', path: '/ratings/:id', params, body: Giving, reply: Given })
export const answerOrder = endpoint({
  method: 'POST',
  path: '/ratings/:id/answer',
  params,
  body: Answering,
  reply: Type.Object({}, closed),
})
export const listRatings = endpoint({ method: 'GET', path: '/desk/ratings', query: RatingsAsked, reply: RatingList })
export const listOrders = endpoint({ method: 'GET', path: '/desk/rating-orders', query: OrdersAsked, reply: OrderList })
export const readOrder = endpoint({ method: 'GET', path: '/desk/rating-orders/:id', params, reply: OrderSheet })
export const verifyOrder = endpoint({ method: 'POST', path: '/rating-orders/:id/verify', params, body: Verifying, reply })
export const rectifyOrder = endpoint({ method: 'POST', path: '/rating-orders/:id/rectify', params, body: Rectifying, reply })
export const feedBackOrder = endpoint({ method: 'POST', path: '/rating-orders/:id/feed-back', params, body: FeedingBack, reply })
export const closeOrder = endpoint({ method: 'POST', path: '/rating-orders/:id/close', params, body: Closing, reply })
