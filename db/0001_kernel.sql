-- The ground: one order for all logs, checkpoints over it, followers, request keys, recorded refusals.

-- Latest event of every stream but the case's own (a case keeps its head in case_state). A cache: the log itself is the truth.
create table stream_head (
  stream    text  not null,
  stream_id uuid  not null,
  seq       int   not null check (seq > 0),
  hash      bytea not null,
  at        timestamptz not null,              -- time never runs backwards within a stream
  primary key (stream, stream_id)
);
grant select, insert, update on stream_head to yichuang_app;

-- Committed events that have no position yet. Ids of one stream rise with its seq, because writers of one stream wait for each other.
create table log_inbox (
  id        bigint generated always as identity primary key,
  stream    text not null,
  stream_id uuid not null,
  seq       int  not null
);
grant select, insert, delete on log_inbox to yichuang_app;
alter table log_inbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- The last position given. Whoever locks this row is the sequencer.
create table log_head (
  only_row boolean primary key default true check (only_row),
  position bigint not null check (position >= 0)
);
insert into log_head (position) values (0);
grant select, update on log_head to yichuang_app;

-- The one order of all events: dense, given once, never changed. Followers and checkpoints know nothing else.
create table log_order (
  position  bigint primary key check (position > 0),
  stream    text   not null,
  stream_id uuid   not null,
  seq       int    not null,
  unique (stream_id, seq, stream)
);
grant select, insert on log_order to yichuang_app;

-- Merkle roots (RFC 6962, with SM3) over the positions since the checkpoint before, chained and signed by a key outside the database.
create table checkpoint (
  n             bigint primary key check (n > 0),
  from_position bigint not null unique,
  to_position   bigint not null unique check (to_position >= from_position),
  root          bytea  not null,
  at            timestamptz not null,
  prev_hash     bytea,
  hash          bytea  not null,               -- SM3 over the canonical form of the columns above
  key_id        text   not null,
  signature     bytea  not null                -- over hash
);
grant select, insert on checkpoint to yichuang_app;

-- How far each follower has read. Its own rows move in the same transaction.
create table follower (
  name     text   primary key,
  version  int    not null,                    -- a new version of a follower reads again from the start
  position bigint not null check (position >= 0)
);
grant select, insert, update on follower to yichuang_app;

-- Streams at which a follower failed. It goes on with all others and comes back to these, in order.
create table follower_parked (
  follower      text   not null references follower,
  stream        text   not null,
  stream_id     uuid   not null,
  from_position bigint not null,
  failure       text   not null,               -- name of the error, never its data
  tries         int    not null,
  since         timestamptz not null,
  primary key (follower, stream, stream_id)
);
grant select, insert, update, delete on follower_parked to yichuang_app;

-- Twice is once: the answer already given to a request of this actor with this key. Holds ids and days only.
create table request_key (
  actor  text  not null,
  key    text  not null,
  digest bytea not null,                       -- SM3 of key, route and body: the same key with another body is refused
  status smallint not null,
  reply  jsonb not null,
  at     timestamptz not null,
  primary key (actor, key)
);
create index request_key_at on request_key (at); -- forgotten after 30 days
grant select, insert, delete on request_key to yichuang_app;

-- Refusals that supervision must know of: who asked for what they may not. A stream for each account.
create table attempt_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);
grant select, insert on attempt_event to yichuang_app;
