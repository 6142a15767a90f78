import { type Route, route } from '../../../kernel/http/index.ts'
import { DayInvalid } from '../../clock/index.ts'
import { NoPower } from '../contract.ts'
import { FigureAsked, FigureCases, Glance } from './contract.ts'
import { casesOfFigure, glance } from './service.ts'

const who = 'casework.glance'

export const figureRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/figures',
    summary: '总览：各单位今天和本月的收件、受理、决定、超期',
    who,
    reply: Glance,
    refuses: [],
    handle: (tx, { actor, now }) => glance(tx, actor, now),
  }),
  route({
    method: 'GET',
    path: '/figures/cases',
    summary: '总览上一个数字的那些办件；after 为上一页的 next',
    who,
    query: FigureAsked,
    reply: FigureCases,
    refuses: [NoPower, DayInvalid],
    handle: (tx, { actor, now, query }) => casesOfFigure(tx, query, actor, now),
  }),
]
