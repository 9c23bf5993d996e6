package ai.miniai.bench;

import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** DL4J's own listener, which takes mean, deviation and histogram in every step. */
final class Dl4jListener {
  private static final int BINS = 50;

  private Dl4jListener() {}

  /** Of activations; and of parameters, gradients and updates too if {@code all} is wanted. */
  static StatsListener of(boolean all) {
    var wanted =
        new DefaultStatsUpdateConfiguration.Builder()
            .reportingFrequency(1)
            .numHistogramBins(BINS)
            .collectMeanActivations(true)
            .collectStdevActivations(true)
            .collectHistogramsActivations(true)
            .collectPerformanceStats(false)
            .collectMemoryStats(false)
            .collectGarbageCollectionStats(false)
            .collectLearningRates(false)
            .collectHistogramsParameters(all)
            .collectHistogramsGradients(all)
            .collectHistogramsUpdates(all)
            .collectMeanParameters(all)
            .collectMeanGradients(all)
            .collectMeanUpdates(all)
            .collectStdevParameters(all)
            .collectStdevGradients(all)
            .collectStdevUpdates(all)
            .collectMeanMagnitudesParameters(false)
            .collectMeanMagnitudesGradients(false)
            .collectMeanMagnitudesUpdates(false)
            .collectMeanMagnitudesActivations(false)
            .build();
    return new StatsListener(new InMemoryStatsStorage(), null, wanted, null, null);
  }
}
