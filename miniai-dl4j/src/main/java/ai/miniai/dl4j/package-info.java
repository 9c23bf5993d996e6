/**
 * DL4J's networks: watch them while they train, or train them with miniai's loop.
 *
 * <p>{@code StatsTrainingListener} records what DL4J's own training does; {@code Dl4jModule} makes
 * a module of a network, whose layers take hooks like any others.
 */
@NullMarked
package ai.miniai.dl4j;

import org.jspecify.annotations.NullMarked;
