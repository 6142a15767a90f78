-- 办件: the case and its log. What may happen to a case, who did it and why stands here for as long as the law wants it kept.

-- What happened to a case, in order. Rows are only ever added: this is the record a court would ask for.
create table case_event (
  case_id      uuid        not null,                 -- v7: time-ordered; first in every key, partitions and shards by it
  seq          int         not null check (seq > 0),
  v            smallint    not null,                 -- version of this kind's body; old ones are up-cast, never rewritten
  kind         text        not null,
  body         jsonb       not null,                 -- codes, days, amounts, digests; personal data stands in case_fact
  actor        text        not null,                 -- who answers for it
  on_behalf_of text,                                 -- the person represented, where one is
  authority    text        not null,                 -- by which right: own person, agent, post, substitute, law
  ground       text,                                 -- clause
  channel      text        not null,
  place        text,
  effective_on date        not null,
  at           timestamptz not null check (at = date_trunc('milliseconds', at)),  -- no default: the act says when
  prev_hash    bytea,
  hash         bytea       not null,
  primary key (case_id, seq)
) partition by range (case_id);
grant select, insert on case_event to yichuang_app;  -- and never update, delete or truncate

-- A year each, by the time in the id; later years are made ahead at every start.
create table case_event_2024 partition of case_event for values from ('018cc251-f400-0000-0000-000000000000') to ('01941f29-7c00-0000-0000-000000000000');
create table case_event_2025 partition of case_event for values from ('01941f29-7c00-0000-0000-000000000000') to ('019b76da-a800-0000-0000-000000000000');
create table case_event_2026 partition of case_event for values from ('019b76da-a800-0000-0000-000000000000') to ('01a2ce8b-d400-0000-0000-000000000000');
create table case_event_2027 partition of case_event for values from ('01a2ce8b-d400-0000-0000-000000000000') to ('01aa263d-0000-0000-0000-000000000000');
create table case_event_2028 partition of case_event for values from ('01aa263d-0000-0000-0000-000000000000') to ('01b18314-8800-0000-0000-000000000000');
create table case_event_2029 partition of case_event for values from ('01b18314-8800-0000-0000-000000000000') to ('01b8dac5-b400-0000-0000-000000000000');
create table case_event_2030 partition of case_event for values from ('01b8dac5-b400-0000-0000-000000000000') to ('01c03276-e000-0000-0000-000000000000');
create table case_event_2031 partition of case_event for values from ('01c03276-e000-0000-0000-000000000000') to ('01c78a28-0c00-0000-0000-000000000000');
create table case_event_2032 partition of case_event for values from ('01c78a28-0c00-0000-0000-000000000000') to ('01cee6ff-9400-0000-0000-000000000000');
create table case_event_2033 partition of case_event for values from ('01cee6ff-9400-0000-0000-000000000000') to ('01d63eb0-c000-0000-0000-000000000000');

-- The vault: what a person said or handed in. The event carries only SM3(salt || canonical value) for each path. Erasing deletes the row
-- and leaves an event; a row missing without one is tampering.
create table case_fact (
  case_id uuid  not null,
  seq     int   not null,                            -- the event that committed to it
  path    text  not null,
  salt    bytea not null,
  value   jsonb not null,
  primary key (case_id, seq, path)
);
grant select, insert, delete on case_fact to yichuang_app;

-- Where a case stands: a cache of the fold over its events, rebuilt and compared by `verify log`. Locking its row is how writers of a case wait.
create table case_state (
  case_id         uuid     primary key,
  number          text     not null,                 -- 办件编号
  item_code       text     not null,
  version_id      uuid     not null,                 -- the item version in force when it was received
  rule_set        text     not null,
  organisation    text     not null,                 -- 实施主体 by 统一社会信用代码
  applicant_id    uuid     not null,
  state           text     not null,
  received_on     date     not null,
  due_on          date,                              -- statutory limit of the decision while it runs
  promised_on     date,                              -- promised limit while it runs
  next_settle_on  date,                              -- after this day time itself acts on the case
  seq             int      not null,
  hash            bytea    not null,
  at              timestamptz not null,
  fold_version    smallint not null,
  fold            jsonb    not null
);
create index case_state_settle on case_state (next_settle_on) where next_settle_on is not null;
create index case_state_applicant on case_state (applicant_id, case_id desc);
create index case_state_desk on case_state (organisation, state, promised_on, case_id);
grant select, insert, update on case_state to yichuang_app;

-- Numbers have a key of their own: nothing unique spans cases.
create table case_number (
  number  text primary key,
  case_id uuid not null
);
grant select, insert on case_number to yichuang_app;
create sequence case_number_serial as int maxvalue 9999999 cycle;
grant usage on sequence case_number_serial to yichuang_app;
