-- 安装性质: what this installation was founded as. Said once, in its log as well (region_event): a demonstration is never made into a
-- production one, nor the other way round.
create table installation (
  is_only    boolean     primary key default true check (is_only),
  kind       text        not null check (kind in ('production', 'demonstration')),
  founded_at timestamptz not null check (founded_at = date_trunc('milliseconds', founded_at))
);
grant select, insert on installation to yichuang_app;  -- and never update or delete
