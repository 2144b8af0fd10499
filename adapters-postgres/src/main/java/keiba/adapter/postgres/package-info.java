/** The books in PostgreSQL: races, accounts, tickets, pools. {@link keiba.adapter.postgres.PostgresBooks} opens them. */
@NullMarked
package keiba.adapter.postgres;

import org.jspecify.annotations.NullMarked;
