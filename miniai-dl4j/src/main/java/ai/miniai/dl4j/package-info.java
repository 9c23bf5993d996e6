/**
 * Records statistics of DL4J networks while DL4J trains them ({@code StatsTrainingListener}), and
 * trains them with miniai's learner ({@code Dl4jModule}).
 */
@NullMarked
package ai.miniai.dl4j;

import org.jspecify.annotations.NullMarked;
