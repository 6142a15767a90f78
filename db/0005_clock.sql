-- 时限: which days are worked, and since when that is known. Limits themselves are rules, not rows.

-- Notices on working days, in the order in which they were entered. Each stream is one layer. The tables below are read from here.
create table calendar_event (
  stream_id    uuid        not null,
  seq          int         not null check (seq > 0),
  v            smallint    not null,
  kind         text        not null,
  body         jsonb       not null,
  actor        text        not null,
  on_behalf_of text,
  authority    text        not null,
  ground       text,
  channel      text        not null,
  place        text,
  effective_on date        not null,
  at           timestamptz not null check (at = date_trunc('milliseconds', at)),
  prev_hash    bytea,
  hash         bytea       not null,
  primary key (stream_id, seq)
);
grant select, insert on calendar_event to yichuang_app;  -- and never update, delete or truncate

-- Layers of the calendar: the nation, and provinces, places or windows with days of their own 全国年节及纪念日放假办法 4.
create table calendar_layer (
  code text     primary key check (code <> ''),
  id   uuid     not null unique,                       -- its stream in calendar_event
  name text     not null check (name <> ''),
  rank smallint not null check (rank between 0 and 100)  -- 0 the nation; the higher overrides the lower
);
grant select, insert on calendar_layer to yichuang_app;

-- What was announced, and when it became known. A later notice on the same subject replaces the earlier, which stays readable:
-- a date given out before is explained by what was known then.
create table calendar_notice (
  layer_code text     not null references calendar_layer,
  subject    text     not null check (subject <> ''),
  known_on   date     not null,
  year       smallint check (year between 1949 and 2199),  -- announced as a whole; null for a single closure
  title      text     not null check (title <> ''),
  source     text,
  digest     bytea    not null,                            -- SM3 of the notice: entering the same twice is once
  primary key (layer_code, subject, known_on)
);
grant select, insert on calendar_notice to yichuang_app;

-- The days that a notice names. All others follow the plain week.
create table calendar_day (
  layer_code text not null,
  subject    text not null,
  known_on   date not null,
  on_day     date not null,
  kind       text not null check (kind in ('holiday', 'makeup', 'closed')),  -- 放假, 调休上班, 停止办公
  name       text not null check (name <> ''),
  primary key (layer_code, subject, known_on, on_day),
  foreign key (layer_code, subject, known_on) references calendar_notice
);
grant select, insert on calendar_day to yichuang_app;

-- One row, new with every notice: who holds a calendar in memory sees by it whether the calendar is still the newest.
create table calendar_version (
  is_only boolean primary key default true check (is_only),
  version uuid    not null
);
insert into calendar_version (version) values ('00000000-0000-0000-0000-000000000000');
grant select, update on calendar_version to yichuang_app;
