package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.During;
import ai.miniai.histogram.Bins;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Sequential;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recordings of more batches than they may have columns. */
class ActivationStatsLongFitTest {
  private final Sequential model = Pictures.small();

  @Test
  void mergesNeighboursWhenThereAreMoreColumnsThanAllowed() {
    // GIVEN three batches in an epoch, and all of them recorded for comparison
    ActivationStats all = new ActivationStats(Conv2d.class);
    ActivationStats few = new ActivationStats(Conv2d.class).atMost(4);
    // WHEN
    Pictures.learner(model, all, few).fit(2);
    // THEN
    assertThat(few.recording().columns())
        .containsExactly(
            new Recording.Column(0, 0, true, 2),
            new Recording.Column(0, 2, true, 1),
            new Recording.Column(1, 0, true, 2),
            new Recording.Column(1, 2, true, 1));
    List<Distribution> each = all.layers().get(0).columns();
    assertThat(few.layers().get(0).columns())
        .containsExactly(
            each.get(0).combine(each.get(1)),
            each.get(2),
            each.get(3).combine(each.get(4)),
            each.get(5));
  }

  @Test
  void keepsLongRecordingsBounded() {
    // GIVEN
    ActivationStats stats = new ActivationStats(Conv2d.class).atMost(8);
    // WHEN
    new TrainLearner(
            model,
            ai.miniai.data.DataLoaders.of(Pictures.random(400, 8, 1), Pictures.random(8, 8, 2), 4),
            Losses::crossEntropy,
            0.1,
            stats)
        .fit(1);
    // THEN
    List<Recording.Column> columns = stats.recording().columns();
    assertThat(columns).hasSizeBetween(4, 8);
    assertThat(columns.stream().mapToInt(Recording.Column::batches).sum()).isEqualTo(100);
    assertThat(stats.layers())
        .allSatisfy(layer -> assertThat(layer.size()).isEqualTo(columns.size()));
    assertThat(stats.layers().get(1).columns().stream().mapToLong(Distribution::size).sum())
        .isEqualTo(400 * 10);
  }

  @Test
  void mergesEpochsWhenThereAreMoreOfThemThanColumns() {
    // GIVEN
    ActivationStats stats =
        new ActivationStats(Conv2d.class::isInstance, Bins.DEFAULT, During.BOTH).atMost(4);
    // WHEN
    Pictures.learner(model, stats).fit(8);
    // THEN
    assertThat(stats.recording().columns())
        .containsExactly(
            new Recording.Column(0, 0, true, 4 * 3),
            new Recording.Column(0, 0, false, 4 * 2),
            new Recording.Column(4, 0, true, 4 * 3),
            new Recording.Column(4, 0, false, 4 * 2));
  }

  @Test
  void refusesARecordingOfOneColumn() {
    assertThatThrownBy(() -> new ActivationStats().atMost(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a recording has at least two columns, not 1");
  }
}
