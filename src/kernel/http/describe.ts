import type { FastifySchema } from 'fastify'
import type { RefusalKind } from '../refusal.ts'
import { everyRoute } from './refusals.ts'
import type { Route } from './route.ts'

/** The frame of the OpenAPI document. */
export function openApiOf() {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '一窗 Yichuang',
        version: '1',
        description:
          '一体化政务服务平台接口。每个 POST 须带 Idempotency-Key：同一键重复提交只办一次。拒绝是有类型的答复：refusal.code、一句中文、事实与依据条款。',
      },
      components: { securitySchemes: { session: { type: 'http' as const, scheme: 'bearer' } } },
    },
  }
}

/** A route's row as the schema that checks it, cuts its answer to shape and describes it. */
export function describe(route: Route): FastifySchema {
  return {
    summary: route.summary,
    description: route.who === 'anyone' ? '无需登录' : route.who === 'signedIn' ? '须登录' : `须有权限 ${route.who}`,
    ...(route.who === 'anyone' ? {} : { security: [{ session: [] }] }),
    ...(route.params === undefined ? {} : { params: route.params }),
    querystring: route.query ?? nothing,
    ...(route.body === undefined ? {} : { body: route.body }),
    ...(route.upload === true ? { consumes: ['multipart/form-data'] } : {}),
    ...(route.method === 'POST' && route.repeatable !== true ? { headers: keyHeader } : {}),
    response: responses(route),
  } as FastifySchema
}

/** A query that a route does not know is refused, like any other field. */
const nothing = { type: 'object', properties: {}, additionalProperties: false }

const keyHeader = {
  type: 'object',
  properties: { 'idempotency-key': { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$', description: '同一键重复提交只办一次' } },
}

function responses(route: Route) {
  const kinds = [...route.refuses, ...everyRoute]
  const byStatus = new Map<number, RefusalKind[]>()
  for (const kind of kinds) byStatus.set(kind.status, [...(byStatus.get(kind.status) ?? []), kind])
  return {
    200:
      route.reply === 'file'
        ? { description: '文件', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
        : route.reply,
    ...Object.fromEntries([...byStatus].map(([status, list]) => [status, refusalSchema(list)])),
  }
}

function refusalSchema(kinds: readonly RefusalKind[]) {
  return {
    description: kinds.map((kind) => kind.code).join('、'),
    type: 'object',
    required: ['refusal'],
    properties: {
      refusal: {
        type: 'object',
        required: ['code', 'message', 'facts'],
        properties: {
          code: { type: 'string', enum: [...new Set(kinds.map((kind) => kind.code))] },
          message: { type: 'string' },
          facts: { type: 'object', additionalProperties: true },
          source: { type: ['string', 'null'] },
        },
      },
    },
  }
}
