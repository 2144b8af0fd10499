/** A model of recording: what a number of recorders and of PostgreSQL's processors can do, computed and simulated (docs/scale.md). */
@NullMarked
package keiba.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
