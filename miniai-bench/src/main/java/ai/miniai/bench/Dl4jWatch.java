package ai.miniai.bench;

import ai.miniai.dl4j.StatsTrainingListener;
import ai.miniai.hooks.Quantity;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/**
 * Who takes mean, deviation and histogram in every step of a training of DL4J's: nobody, DL4J's
 * listener or ours, of activations alone or of parameters, gradients and updates too.
 */
enum Dl4jWatch {
  NOBODY,
  DL4J_ACTIVATIONS,
  MINIAI_ACTIVATIONS,
  DL4J_ALL,
  MINIAI_ALL;

  private static final int BINS = 50;

  Optional<TrainingListener> listener() {
    return switch (this) {
      case NOBODY -> Optional.empty();
      case DL4J_ACTIVATIONS -> Optional.of(dl4j(false));
      case MINIAI_ACTIVATIONS -> Optional.of(new StatsTrainingListener(Quantity.ACTIVATIONS));
      case DL4J_ALL -> Optional.of(dl4j(true));
      case MINIAI_ALL -> Optional.of(new StatsTrainingListener());
    };
  }

  private static StatsListener dl4j(boolean all) {
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

  /** "dl4j activations". */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
