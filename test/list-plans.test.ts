import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scansOf } from '../src/app/bench/lists/scans.ts'
import { offices, staffAt } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import type { CaseView } from '../src/modules/casework/contract.ts'
import { tidyTries } from '../src/modules/intake/index.ts'
import { apply, type Given } from './apply.ts'
import { openHouse, type TestHouse } from './house.ts'

/*
 * Tables on which a plan tells something: 40 000 ratings and half as many work orders, 20 000 posts, 6 000 rows of each other kind, the
 * most of them other people's and other offices'.
 */
let house: TestHouse
let owner: pg.Client
let given: Given
let reformer: string
beforeAll(async () => {
  house = await openHouse()
  owner = new pg.Client({ connectionString: house.ownerUrl })
  await owner.connect()
  given = await apply(house, house.town.citizen)
  reformer = await staffAt(
    house.call,
    house.town.admin,
    { login: 'reformer', role: 'reform_office', organisation: offices.permit },
    house.now(),
  )
  await owner.query('set session_replication_role = replica') // rows alone: nothing that they refer to
  const { rows: versions } = await owner.query<{ id: string }>('select version_id as id from case_state')
  await owner.query(fill(versions[0]?.id ?? '', house.town.citizen.personId))
})
afterAll(async () => {
  await owner.end()
  await house.close()
})

function fill(version: string, person: string): string {
  const office = `case when n % 20 = 0 then '${offices.permit}' else 'ORG' || lpad((n % 600)::text, 15, '0') end`
  const someone = `case when n % 1000 = 0 then '${person}'::uuid else gen_random_uuid() end`
  const day = `date '2026-03-02' - n % 500`
  const series = 'from generate_series(1, 6000) n'
  return `
    create temporary table fold on commit drop as select jsonb_build_object('number', 'PJ', 'state', 'opened', 'openedOn', '2026-03-02',
      'limits', '{"first": null, "fix": null, "close": null}'::jsonb, 'overdue', '[]'::jsonb, 'rounds', 0, 'answerBy', null,
      'handlers', '[]'::jsonb, 'outcome', null) as fold;
    insert into rating_invitation
      select gen_random_uuid(), 'case', gen_random_uuid(), 1, 'I' || n % 2999, '${version}', ${office}, 'hall', 'W' || n % 60, ${someone}, ${day}, ${day} + 30
      from generate_series(1, 40000) n;
    insert into rating (invitation_id, organisation, level, scale, labels, given_on)
      select id, organisation, 1 + abs(hashtext(id::text)) % 5, '1', '{}', on_day from rating_invitation;
    insert into rating_order (invitation_id, number, organisation, state, next_due_on, fold)
      select id, 'PJ' || row_number() over (order by on_day), organisation, case when abs(hashtext(id::text)) % 10 = 0 then 'opened' else 'closed' end,
        case when abs(hashtext(id::text)) % 10 = 0 then on_day end, fold
      from rating_invitation, fold where hashtext(id::text) % 2 = 0;
    insert into rating_tally
      select 'item', organisation, 'day', on_day, array[item_code], min(version_id::text)::uuid, count(*), 0, 0, 0, 0, 0, 0, 0, 0
      from rating_invitation group by organisation, on_day, item_code;
    insert into access_event select case when n % 1000 = 0 then '${person}'::uuid else gen_random_uuid() end, 1000 + n, 1, 'seen',
      jsonb_build_object('caseId', gen_random_uuid(), 'purpose', 'intake.check', 'fields', '["name"]'::jsonb), gen_random_uuid()::text, null,
      'post:' || gen_random_uuid(), null, 'desk', null, '2026-03-02', '2026-03-02T00:00:00Z', null, '\\x00' ${series};
    insert into finder_gap select 'Q' || n, '', 'none', date '2026-03-02' - n % 180, 1 ${series};
    insert into message (id, recipient_id, channel, template, text, path, effective_on, at, about_stream, about_id, about_seq, state, state_at)
      select gen_random_uuid(), ${someone}, 'tray', 'rated', 'T', '/', '2026-03-02', timestamptz '2026-03-02T00:00:00Z' - n * interval '1 minute',
        'case', gen_random_uuid(), 1, case when n % 2 = 0 then 'delivered' else 'read' end, '2026-03-02T00:00:00Z' ${series};
    insert into query_try select sha256(n::text::bytea), timestamptz '2026-03-02T00:00:00Z' + n % 1440 * interval '1 minute', 1 ${series};
    insert into issued_document (case_id, document_id, kind, organisation_id, year, n, number, issued_on, content_digest, template, at)
      select gen_random_uuid(), gen_random_uuid(), 'D01', 'O', 2026, n, 'N' || n, '2026-03-02', repeat('0', 64), 1, '2026-03-02T00:00:00Z' ${series};
    insert into organisation (uscc, name, division_code) select 'ORG' || lpad(n::text, 15, '0'), 'O' || n, '440000000000' from generate_series(0, 599) n;
    insert into post (id, account_id, role, organisation, from_on, ended_at)
      select gen_random_uuid(), gen_random_uuid(), 'approver', 'ORG' || lpad((n % 600)::text, 15, '0'), '2026-01-01', case when n % 2 = 0 then timestamptz '2026-02-01T00:00:00Z' end from generate_series(1, 20000) n;
    insert into substitute (id, post_id, account_id, reason, from_on, until_on, ended_at)
      select gen_random_uuid(), id, gen_random_uuid(), 'leave', '2026-01-01', '2026-01-02', ended_at from post where role = 'approver';
    analyze`
}

test('ratings, work orders, who saw my data, messages, gaps, standing in and tries are read by indexes, however many there are', async () => {
  const { town, call } = house
  const { citizen, leader, supervisor, clerk, admin } = town
  const view = await call<CaseView>('GET /cases/:id', { token: citizen.token, params: { id: given.caseId } })
  const get = (route: string, token: string, query: object = {}, params: object = {}) => ({
    name: `${route} ${JSON.stringify(query)}`,
    ask: () => call(`GET ${route}`, { token, query, params }),
  })
  const organisation = offices.permit
  const asked = [
    get('/desk/ratings', leader, { organisation }),
    ...(['open', 'closed'] as const).flatMap((show) => [
      get('/desk/rating-orders', leader, { organisation, show }),
      get('/desk/rating-orders', leader, { show }),
      get('/desk/rating-orders', supervisor, { show }),
    ]),
    ...(['organisation', 'item', 'window'] as const).flatMap((by) => [
      get('/ratings/figures', citizen.token, { by }),
      get('/ratings/figures', citizen.token, { by, organisation }),
    ]),
    get('/ratings/mine', citizen.token),
    get('/me/accesses', citizen.token),
    get('/me/delegations', citizen.token),
    get('/me/seen', citizen.token),
    get('/me/seen', citizen.token, { before: 1500 }),
    get('/messages', citizen.token),
    get('/messages/unread', citizen.token),
    get('/desk/finder/gaps', reformer, { order: 'most', days: 30 }),
    get('/desk/finder/gaps', reformer, { order: 'newest', days: 30 }),
    get('/staff/substitutes', admin, { organisation: 'ORG000000000000001' }),
    get('/staff/posts', admin, { organisation: 'ORG000000000000001' }),
    get('/staff/organisations', admin),
    get('/cases/:id', citizen.token, {}, { id: given.caseId }),
    get('/cases/:id', clerk, {}, { id: given.caseId }),
    get('/progress', citizen.token, { number: given.number, code: view.queryCode ?? '' }),
    { name: 'tries that are over', ask: () => tidyTries(house.db, house.now) },
  ]
  expect(await scansOf(owner, asked)).toEqual([])
})

test('a list without its index is told of', async () => {
  const ask = () => transaction(house.db, (tx) => sql`select * from rating_order where number = 'PJ1'`.execute(tx))
  expect(await scansOf(owner, [{ name: 'by number', ask }])).toEqual([
    expect.stringContaining('by number: Seq Scan on rating_order'),
  ])
})
