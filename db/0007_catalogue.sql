-- 事项: what may be applied for, in immutable versions; what happened to each item; and what a search needs to find it.

-- An item 事项 by the code it was imported under. The code is opaque: nothing is ever read out of its digits.
create table item (
  item_id uuid primary key,
  code    text not null unique check (length(code) between 1 and 64),
  state   text not null check (state in ('active', 'suspended', 'withdrawn'))  -- cache of the fold over item_event
);
grant select, insert on item to yichuang_app;
grant update (state) on item to yichuang_app;

-- The published versions 实施清单, each whole. The one in force at an instant is computed: the newest whose time has come.
create table item_version (
  version_id   uuid primary key,
  item_id      uuid not null references item,
  no           int  not null check (no > 0),
  effective_at timestamptz not null check (effective_at = date_trunc('milliseconds', effective_at)),
  definition   jsonb not null,
  digest       bytea not null check (length(digest) = 32), -- SM3 of the definition's canonical JSON: proves which text was in force
  source       text  not null,                             -- file and line, or the act, that it came from
  author       text  not null,                             -- who published it
  approval     text  not null,                             -- who approved it, or the paper that says so
  unique (item_id, no)
);
create index item_version_in_force on item_version (item_id, effective_at desc, no desc);
grant select, insert on item_version to yichuang_app;      -- never update: a case is bound to the version it was received under

-- What happened to an item: published, suspended 暂停, resumed, withdrawn 取消.
create table item_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);
grant select, insert on item_event to yichuang_app;

-- Texts that people search by: distinct names (with aliases) and distinct departments. A million items share some thousands of them.
create table item_topic (
  topic_no int generated always as identity primary key,
  key      bytea  not null unique,                         -- SM3 of kind and texts
  kind     text   not null check (kind in ('name', 'department')),
  texts    text[] not null check (array_length(texts, 1) >= 1)  -- normalised: the name first, then its aliases
);
grant select, insert on item_topic to yichuang_app;

-- Pairs of neighbouring characters of a topic's texts.
create table item_gram (
  gram     text collate "C" not null,
  topic_no int not null references item_topic,
  primary key (gram, topic_no)
);
grant select, insert on item_gram to yichuang_app;

-- The versions that are in force now or will be: a cache for search and lists, rebuilt from item, item_version and item_event.
create table item_listing (
  version_id    uuid primary key references item_version,
  item_id       uuid not null references item,
  code          text collate "C" not null,
  area_code     text collate "C" not null,
  type_code     text not null,
  state         text not null,
  name          text not null,
  main_name     text,
  department    text not null,
  name_topic    int  not null references item_topic,
  organ_topic   int  not null references item_topic,
  from_at       timestamptz not null,
  until_at      timestamptz                                -- null: no later version is known
);
create index item_listing_item on item_listing (item_id);
create index item_listing_code on item_listing (code);
create index item_listing_area on item_listing (area_code, code);
create index item_listing_name on item_listing (name_topic, area_code, code);
create index item_listing_organ on item_listing (organ_topic, area_code, code);
grant select, insert, update, delete on item_listing to yichuang_app;

-- Codes already met in a running import, so that a file of a million rows is checked for doubles without holding it in memory.
create unlogged table item_import_row (
  run_id uuid not null,
  code   text not null,
  line   int  not null,
  primary key (run_id, code)
);
grant select, insert, delete on item_import_row to yichuang_app;
