-- 身份: who somebody is, how they prove it, for whom they act, and who looked at their data.
-- Names, numbers and telephones stand here only sealed (SM4, HMAC-SM3) under keys that are not in the database; what must be
-- found again has a keyed digest beside it. Erasing a person empties these columns and deletes these rows: 个人信息保护法 47.

-- Natural and legal persons 自然人、法人和其他组织. The id is what logs and cases point at; it outlives erased values.
create table person (
  id            uuid primary key,
  kind          text not null check (kind in ('natural', 'legal')),
  name_box      bytea,                     -- null once erased
  phone_box     bytea,
  proof         text not null check (proof in ('claimed', 'sighted', 'verified')), -- said by oneself; document seen by staff; confirmed by its issuer
  registered_at timestamptz not null,
  erased_at     timestamptz,
  check ((erased_at is null) = (name_box is not null))
);

-- Numbers by which a person is known 证件. One number belongs to one person; rows go when the person is erased.
create table person_identifier (
  lookup    bytea primary key,             -- HMAC-SM3 of kind and normalised number
  person_id uuid  not null references person,
  kind      text  not null,                -- GA/T 2000.156, or USCC, ORG, HMT
  value_box bytea not null
);
create index person_identifier_person on person_identifier (person_id);

-- Accounts 账号: what signs in. Staff sign in with a password and a second factor, citizens with a password.
create table account (
  id                  uuid primary key,
  kind                text not null check (kind in ('citizen', 'staff')),
  person_id           uuid not null references person,
  login_lookup        bytea unique,        -- HMAC-SM3 of kind and login; null once closed
  password_hash       text,                -- argon2id; null until the one-time code was used
  password_changed_at timestamptz,
  failures            smallint not null default 0 check (failures >= 0),
  locked_until        timestamptz,
  totp_box            bytea,               -- secret of the second factor
  totp_step           bigint,              -- last time step accepted: a code works once
  code_hash           bytea,               -- SM3 of the one-time code for (re)gaining access
  code_until          timestamptz,
  closed_at           timestamptz,
  check ((code_hash is null) = (code_until is null)),
  check ((closed_at is null) = (login_lookup is not null))
);
create unique index account_person on account (person_id, kind) where closed_at is null;

-- Sessions 会话. The token is known to its bearer alone; rows are working state, not record, and go when they are over.
create table session (
  id           uuid primary key,
  token_hash   bytea not null unique,      -- SM3 of the token
  account_id   uuid  not null references account,
  stage        text  not null check (stage in ('second_factor', 'open')),
  place_code   text,                       -- where staff say they sit today; counts only if a post of theirs is there
  idle_minutes smallint    not null check (idle_minutes > 0),
  last_seen_at timestamptz not null,       -- written at most once a minute
  until_at     timestamptz not null,
  ended_at     timestamptz
) with (fillfactor = 80);                  -- touching a session changes no index
create index session_account on session (account_id);

-- What the guard reads on every call; staff joins its posts to it.
create view identity_view_session as
  select s.id as session_id, s.token_hash, s.place_code, s.idle_minutes, s.last_seen_at, s.until_at,
         a.id as account_id, a.kind, a.person_id
  from session s join account a on a.id = s.account_id
  where s.stage = 'open' and s.ended_at is null and a.closed_at is null;

-- Who may act for whom 委托代理、法定代表: 行政许可法 29. Ended, never deleted; each change is an account_event.
create table delegation (
  id            uuid primary key,
  basis         text not null check (basis in ('delegation', 'representative')),
  principal_id  uuid not null references person,
  agent_id      uuid not null references person,
  scope         text not null check (scope <> ''),                          -- item code, or '*' for all
  from_on       date not null,
  until_on      date check (until_on >= from_on),                           -- last day; null while open
  proof         text not null check (proof in ('own_account', 'representative_account', 'document')),
  proof_file_id uuid,
  made_at       timestamptz not null,
  ended_at      timestamptz,
  check (principal_id <> agent_id),
  check ((proof = 'document') = (proof_file_id is not null))
);
create index delegation_agent on delegation (agent_id, principal_id) where ended_at is null;
create index delegation_principal on delegation (principal_id) where ended_at is null;

-- What happened to accounts and delegations; never a login, a name, a number or an address.
create table account_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);

-- Who saw whose data, and what for: one stream for each person, whom it is shown to. 个人信息保护法 45, 51.
create table access_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);

grant select, insert, update on person, account, delegation to yichuang_app;
grant select, insert, delete on person_identifier to yichuang_app;
grant select, insert, update, delete on session to yichuang_app;
grant select on identity_view_session to yichuang_app;
grant select, insert on account_event, access_event to yichuang_app;
