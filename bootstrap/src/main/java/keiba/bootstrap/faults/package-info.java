/** The fault run: the service in processes of its own, under load, while a schedule breaks processes and servers. */
@NullMarked
package keiba.bootstrap.faults;

import org.jspecify.annotations.NullMarked;
