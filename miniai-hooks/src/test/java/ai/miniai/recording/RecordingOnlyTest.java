package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.histogram.Bins;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordingOnlyTest {
  private final Recording recording =
      new Recording(
          Quantity.GRADIENTS,
          Stream.of("0.0 Conv2d 1→8", "0.1 ReLU", "1.0 Conv2d 8→16", "10 Linear 64→10", "a+b")
              .map(title -> title.split(" ", 2))
              .map(two -> new LayerStats(two[0], two.length > 1 ? two[1] : "", Bins.DEFAULT))
              .toList(),
          List.of(new Recording.Column(0, 0, true)),
          7);

  @Test
  void keepsLayersByName() {
    assertThat(names("1.*")).containsExactly("1.0");
    assertThat(names("?.0")).containsExactly("0.0", "1.0");
    assertThat(names("a+b")).containsExactly("a+b");
  }

  @Test
  void keepsLayersByType() {
    assertThat(names("Conv2d")).containsExactly("0.0", "1.0");
  }

  @Test
  void keepsTheOrderOfTheLayersWhateverThatOfThePatterns() {
    assertThat(names("Linear", "0.*", "Conv2d")).containsExactly("0.0", "0.1", "1.0", "10");
  }

  @Test
  void keepsEverythingElse() {
    Recording some = recording.only("ReLU");
    assertThat(some.quantity()).isEqualTo(Quantity.GRADIENTS);
    assertThat(some.columns()).isEqualTo(recording.columns());
    assertThat(some.batchesPerPass()).isEqualTo(7);
  }

  @Test
  void saysWhatThereIsIfNothingMatches() {
    assertThatThrownBy(() -> recording.only("ReLU", "2.*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no layer's name or type matches \"2.*\"; gradients were recorded of [0.0 Conv2d 1→8,"
                + " 0.1 ReLU, 1.0 Conv2d 8→16, 10 Linear 64→10, a+b]");
  }

  private List<String> names(String... patterns) {
    return recording.only(patterns).layers().stream().map(LayerStats::name).toList();
  }
}
