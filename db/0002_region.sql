-- 区划与场所: where the state is, who acts for it, and where one can go. Small reference tables, copied to every node.

-- Divisions of five levels 省、市、县、乡、村, by statistical code. The digits tell the place above: 2, 4, 6, 9, 12 of them are the level's own.
create table division (
  code        text     primary key check (code ~ '^[0-9]{12}$'),
  name        text     not null check (name <> ''),
  level       smallint not null check (level between 1 and 5),   -- 1 省 … 5 村; some cities have no level 3 below them
  parent_code text     references division,                      -- null for level 1 only
  edition     smallint not null,                                 -- year of the list it was last seen in
  check ((level = 1) = (parent_code is null))
);
create index division_parent on division (parent_code);

-- Organisations that act for the state 行政机关、法律法规授权的组织: who accepts, decides, seals and is sued.
create table organisation (
  uscc             text primary key check (uscc ~ '^[0-9A-Z]{18}$'),  -- 统一社会信用代码, as the catalogue gives it
  name             text not null check (name <> ''),
  division_code    text not null references division,
  short_name       text check (short_name <> ''),        -- 机关简称 in document numbers; null: not set, no number can be given
  review_authority text check (review_authority <> ''),  -- 复议机关 named in adverse decisions; null: not set, never guessed
  court            text check (court <> '')              -- 人民法院 named in adverse decisions; null: not set, never guessed
);
create index organisation_division on organisation (division_code);

-- Service places 政务服务场所: centres, stations, village points.
create table service_place (
  code          text  primary key check (code ~ '^[0-9A-Za-z-]{1,32}$'),
  name          text  not null check (name <> ''),
  division_code text  not null references division,
  address       text,
  hours         jsonb not null   -- list of {days, opens, closes, fromDay, toDay}: see region/contract.ts
);
create index service_place_division on service_place (division_code);

-- Windows 窗口 of a place: where an application is handed in and a result handed over.
create table service_window (
  place_code text not null references service_place,
  code       text not null check (code ~ '^[0-9A-Za-z-]{1,32}$'),
  name       text not null check (name <> ''),
  primary key (place_code, code)
);

grant select, insert, update on division, organisation, service_place, service_window to yichuang_app;

-- What was set, by whom, when: whoever reads a decision later must know which review authority was on record that day.
create table region_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);
grant select, insert on region_event to yichuang_app;
