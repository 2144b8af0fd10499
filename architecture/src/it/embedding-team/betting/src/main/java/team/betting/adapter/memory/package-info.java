/** Keeps stakes in memory. */
package team.betting.adapter.memory;
