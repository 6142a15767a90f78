-- 人员: who holds which post, where and how long, and who stands in. What a role may do stands in staff/rules.ts.

-- Posts 岗位: an account holds a role for an organisation, at a place and window where there is one. Ended, never deleted.
create table post (
  id           uuid primary key,
  account_id   uuid not null references account,
  role         text not null,
  organisation text references organisation,           -- null only for roles that reach everything, in a database still empty
  place_code   text references service_place,
  window_code  text,
  from_on      date not null,
  until_on     date check (until_on >= from_on),       -- last day; null while open
  ended_at     timestamptz,                            -- taken away at once
  foreign key (place_code, window_code) references service_window,
  check (window_code is null or place_code is not null)
);
create index post_account on post (account_id) where ended_at is null;
create index post_organisation on post (organisation) where ended_at is null;

-- Who stands in for the holder of a post A/B岗、代岗: has its powers, and every act says so.
create table substitute (
  id         uuid primary key,
  post_id    uuid not null references post,
  account_id uuid not null references account,
  reason     text not null check (reason in ('b_post', 'leave', 'business_trip', 'training', 'meeting', 'other')),
  from_on    date not null,
  until_on   date check (until_on >= from_on),         -- open only for a standing B post
  ended_at   timestamptz,
  check (until_on is not null or reason = 'b_post')
);
create index substitute_account on substitute (account_id) where ended_at is null;
create index substitute_post on substitute (post_id) where ended_at is null;

-- What happened to posts: one stream for each.
create table staff_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);

grant select, insert, update on post, substitute to yichuang_app;
grant select, insert on staff_event to yichuang_app;
