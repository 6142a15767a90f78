-- 找事项: what a list of items shows beside names and departments; and the public register of grants.

-- Filled from the definition when a version is listed.
alter table item_listing
  add column themes     text[]  not null default '{}',  -- 主题 as published
  add column audiences  text[]  not null default '{}',  -- 服务对象 after C0109; empty: not published
  add column readiness  smallint not null default 0 check (readiness between 0 and 2), -- 2 described fully, 1 one can apply for it, 0 not yet
  add column time_limit jsonb;                          -- the promised limit, otherwise the legal one; null: neither published
update item_listing l set
  themes = array(select jsonb_array_elements_text(v.definition -> 'themes')),
  audiences = array(select jsonb_array_elements_text(v.definition -> 'audiences')),
  readiness = case when v.definition -> 'organ' -> 'uscc' = 'null' or v.definition -> 'materials' = '[]' or v.definition -> 'legalLimit' = 'null'
    and (v.definition ->> 'ruleSet' = 'permit' or v.definition -> 'promisedLimit' = 'null') then 0 when v.definition ? 'details' then 2 else 1 end,
  time_limit = coalesce(nullif(v.definition -> 'promisedLimit', 'null'), nullif(v.definition -> 'legalLimit', 'null'))
from item_version v where v.version_id = l.version_id;
create index item_listing_themes on item_listing using gin (themes);
create index item_listing_ready on item_listing (area_code, readiness desc, code);
create index item_listing_all on item_listing (readiness desc, code);
create index item_listing_department on item_listing (department, code);

-- Permits granted, as anybody may consult them 准予许可公开: kept by a follower, made anew from the log. Names are not here: they are read,
-- masked, from the book of persons, and go with it.
create table granted_permit (
  case_id       uuid primary key,
  decided_on    date not null,
  organisation  text not null,                            -- 统一社会信用代码 of the organ that decided
  department    text not null,
  item_code     text not null,
  item_name     text not null,
  applicant_id  uuid not null,
  letter_number text                                      -- number of the decision; null: none was written
);
create index granted_permit_newest on granted_permit (decided_on desc, case_id desc);
create index granted_permit_organ on granted_permit (organisation, decided_on desc, case_id desc);
create index granted_permit_item on granted_permit (item_code, decided_on desc, case_id desc);
grant select, insert, update, delete on granted_permit to yichuang_app;
