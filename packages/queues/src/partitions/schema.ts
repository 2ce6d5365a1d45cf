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
      );`,
  },
]
