import type { Migration } from '@hypergit/database'

/** The PostgreSQL schema of leases and epochs. */
export const queuesSchema = 'queues'

export const queuesMigrations: readonly Migration[] = [
  {
    name: '0001-leases-and-epochs',
    sql: `
      create table holders (
        service text not null,
        holder text not null,
        expires_at timestamptz not null,
        primary key (service, holder)
      );
      create table leases (
        service text not null,
        partition int not null,
        holder text not null,
        primary key (service, partition),
        foreign key (service, holder) references holders on delete cascade
      );
      create index leases_of_holder on leases (service, holder);
      create table epochs (
        log text primary key,
        epoch bigint not null
      );
      -- One holder of a service at a time, so that shares are counted and partitions taken without races. A holder whose row had run out, or
      -- is new, has renewed = false: what it had may belong to others.
      create function renew_leases(
        for_service text, for_holder text, partitions int, ttl_ms int,
        out renewed boolean, out share int, out held int[]
      ) language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext('hypergit leases'), hashtext(for_service));
        delete from queues.holders where service = for_service and expires_at <= now();
        insert into queues.holders as h (service, holder, expires_at)
          values (for_service, for_holder, now() + ttl_ms * interval '1 millisecond')
          on conflict (service, holder) do update set expires_at = excluded.expires_at
          returning xmax <> 0 into renewed;
        select ceil(partitions::numeric / count(*)) into share from queues.holders where service = for_service;
        select coalesce(array_agg(partition), '{}') into held
          from queues.leases where service = for_service and holder = for_holder;
        if cardinality(held) < share then
          with taken as (
            insert into queues.leases (service, partition, holder)
            select for_service, p, for_holder from generate_series(0, partitions - 1) as p
            where not exists (select from queues.leases as l where l.service = for_service and l.partition = p)
            order by p limit share - cardinality(held)
            returning partition
          )
          select held || coalesce(array_agg(partition), '{}') into held from taken;
        end if;
      end $$;`,
  },
]
