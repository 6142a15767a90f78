-- 查询码: how often somebody guessed it wrong, counted here so that all processes stop together. A case or an address stands only as a digest
-- under a key outside the database, and goes a day later.
create table query_try (
  mark  bytea       primary key,                  -- HMAC-SM3 of what is tried, or of where from
  since timestamptz not null,                     -- the first try of this count
  tries int         not null check (tries >= 0)
);
create index query_try_since on query_try (since);
grant select, insert, update, delete on query_try to yichuang_app;
