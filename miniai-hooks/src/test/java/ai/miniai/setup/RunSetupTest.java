package ai.miniai.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunSetupTest {
  private static RunSetup of(String... paths) {
    return new RunSetup(
        "",
        Stream.of(paths)
            .map(path -> new LayerInfo(path, "Linear", ""))
            .collect(ImmutableList.toImmutableList()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        LoopHabits.NONE);
  }

  private static List<String> ordered(RunSetup setup, String... ran) {
    return setup.inOrderOf(List.of(ran)).layers().stream().map(LayerInfo::path).toList();
  }

  @Test
  void layersAreInTheOrderInWhichTheyRan() {
    assertThat(ordered(of("a", "b", "c"), "c", "a", "b")).containsExactly("c", "a", "b");
  }

  @Test
  void layersThatWereNotWatchedStayWhereTheyAre() {
    assertThat(ordered(of("a", "b", "c"), "a", "c")).containsExactly("a", "b", "c");
    assertThat(ordered(of("a", "b", "c"), "c", "a")).containsExactly("c", "b", "a");
    assertThat(ordered(of("a", "b", "c"))).containsExactly("a", "b", "c");
  }

  @Test
  void pathsThatAreNoLayersOrComeTwiceAreIgnored() {
    assertThat(ordered(of("a", "b", "c"), "", "c", "x", "c", "a")).containsExactly("c", "b", "a");
  }

  @Test
  void knowsItsLayers() {
    assertThat(of("a", "b").lastLayer()).hasValue(new LayerInfo("b", "Linear", ""));
    assertThat(of("a", "b").title("a")).isEqualTo("a (Linear)");
    assertThat(of("a", "b").title("a.weight")).isEqualTo("a.weight");
    assertThat(RunSetup.UNKNOWN.lastLayer()).isEmpty();
  }
}
