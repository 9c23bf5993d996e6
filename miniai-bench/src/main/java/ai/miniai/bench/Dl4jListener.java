package ai.miniai.bench;

import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** DL4J's own listener, which records mean, standard deviation and histogram in every step. */
final class Dl4jListener {
  private static final int BINS = 50;

  private Dl4jListener() {}

  /** For activations; if {@code all} is true also for parameters, gradients and updates. */
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
