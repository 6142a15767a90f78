-- 通知: what was said to whom about which event, through which channel, and whether it arrived. Nothing personal stands here: the text holds
-- numbers, names of items, days; the telephone stays sealed with the person and is read when a message leaves.

-- What became of each message: waiting, sent, delivered, read, failed. One stream for each message; its id is made of event, recipient and
-- channel, so that telling twice is telling once. The first event commits to the text.
create table letter_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);
grant select, insert on letter_event to yichuang_app;

-- Messages 消息: the words, and a cache of where the fold over letter_event stands; `verify log` compares both.
create table message (
  id           uuid     primary key,
  recipient_id uuid     not null,                -- the person told: who is concerned, or who acts for them
  channel      text     not null,                -- 'tray' on the screen, or a way out of the house
  template     text     not null,
  text         text     not null check (text <> ''),
  path         text     not null check (path ~ '^/'), -- where to act, within the platform
  due_on       date,                             -- the day that matters for the one told
  document_id  uuid,                             -- the letter 文书 it speaks of; reading a message is not its service
  effective_on date     not null,                -- of the event
  at           timestamptz not null,             -- when it happened
  about_stream text     not null,                -- the event told of
  about_id     uuid     not null,
  about_seq    int      not null,
  state        text     not null check (state in ('queued', 'sent', 'delivered', 'read', 'failed')),
  state_at     timestamptz not null,
  reason       text,                             -- why it failed, as a code
  external_id  text,                             -- what the gateway calls it
  tries        smallint not null default 0,
  next_at      timestamptz,                      -- when to try or to ask again; null: nothing more to do
  check ((state = 'failed') = (reason is not null))
);
create index message_tray on message (recipient_id, at desc, id desc) where channel = 'tray';
create index message_unread on message (recipient_id) where channel = 'tray' and state = 'delivered';
create index message_about on message (about_id, about_seq);
create index message_next on message (state, next_at) where next_at is not null;
grant select, insert, update on message to yichuang_app;

-- By which channels a person wants to be told of what no law orders to tell. No row: by all.
create table message_setting (
  person_id  uuid    not null,
  channel    text    not null,
  is_on      boolean not null,
  changed_by text    not null,
  changed_at timestamptz not null,
  primary key (person_id, channel)
);
grant select, insert, update on message_setting to yichuang_app;
