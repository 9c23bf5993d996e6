package ai.miniai.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RunRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunViewTest {
  private static JsonNode whole(RunView view) throws IOException {
    PageData page = new PageData();
    page.follow(view);
    return page.data();
  }

  /** Browsers that come and go have what one has that comes at the end. */
  @Property(tries = 20)
  void changesMakeUpTheWhole(
      @ForAll @IntRange(min = 1, max = 30) int perPass,
      @ForAll @IntRange(min = 4, max = 40) int recorded,
      @ForAll @IntRange(min = 2, max = 20) int shown,
      @ForAll long seed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Growing run = new Growing(perPass, recorded);
    run.step();
    RunView view = new RunView("1", run.moment(), shown, false);
    PageData often = new PageData();
    PageData seldom = new PageData();
    for (int i = 0; i < 60; i++) {
      run.step();
      if (random.nextInt(3) == 0) {
        view.update(run.moment());
        often.follow(view);
        if (random.nextInt(4) == 0) {
          seldom.follow(view);
        }
      }
    }
    view.update(run.moment());
    often.follow(view);
    seldom.follow(view);
    assertThat(often.data()).isEqualTo(whole(view));
    assertThat(seldom.data()).isEqualTo(whole(view));
    // A view that saw every moment has what one has that saw the last only, but for the doctor's
    // news.
    JsonNode fresh = whole(new RunView("1", run.moment(), shown, false));
    assertThat(whole(view).get("recordings")).isEqualTo(fresh.get("recordings"));
    assertThat(whole(view).get("ratios")).isEqualTo(fresh.get("ratios"));
    assertThat(fresh.get("recordings").get(1).get("columns").get("begin").size())
        .isLessThanOrEqualTo(shown);
  }

  @Test
  void mergedColumnsKeepAllValues() throws IOException {
    Growing run = new Growing(10, 2048);
    IntStream.range(0, 60).forEach(i -> run.step());
    JsonNode few = PageData.json(json -> RunView.of("1", run.moment(), 8).write(json, true));
    JsonNode columns = few.at("/recordings/1/columns");
    JsonNode layer = few.at("/recordings/1/layers/0");
    assertThat(columns.get("begin")).hasSizeLessThanOrEqualTo(8);
    assertThat(sum(layer.get("size"))).isEqualTo(4 * (60 + 12));
    assertThat(layer.get("stdMax").get(0).asDouble())
        .isGreaterThan(layer.get("stdMin").get(0).asDouble());
    assertThat(few.get("merged").asText()).startsWith("each column stands for up to ");
    for (int i = 0; i < columns.get("begin").size(); i++) {
      boolean training = columns.get("training").get(i).asInt() == 1;
      int length = columns.get("end").get(i).asInt() - columns.get("begin").get(i).asInt();
      assertThat(length > 0).isEqualTo(training);
    }
  }

  private static double sum(JsonNode numbers) {
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asDouble();
    }
    return sum;
  }

  @Test
  void countsBelowAThousandAreExact() throws IOException {
    Growing run = new Growing(10, 2048);
    run.step();
    JsonNode view = PageData.json(json -> RunView.of("1", run.moment(), 8).write(json, true));
    byte[] bytes = view.at("/recordings/1/layers/0/counts").binaryValue();
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] counts =
        IntStream.range(0, 4)
            .mapToLong(i -> Math.round(Math.expm1(Short.toUnsignedInt(numbers.getShort()) / 1e3)))
            .toArray();
    // The values are 0, 1, 0 and −1, in bins of 0.5.
    assertThat(counts).containsExactly(2, 0, 2, 0);
  }

  @Test
  void longCurvesAreThinnedAndKeepTheirSpikes() throws IOException {
    double[] losses = new double[100_000];
    losses[77_777] = 5;
    losses[99_999] = Double.NaN;
    var history = new LossHistory(Doubles.asList(losses), List.of());
    RunRecord run = new RunRecord(List.of(), history, OptionalInt.empty(), 1);
    JsonNode view =
        PageData.json(
            json ->
                RunView.of("1", Moment.of("", run).in(RunState.RUNNING, "", 0), 8)
                    .write(json, false));
    JsonNode curve = view.at("/series/0");
    assertThat(curve.get("values")).hasSizeLessThanOrEqualTo(Curve.MOST_POINTS);
    assertThat(curve.get("high").toString()).contains(",5,");
    JsonNode last = curve.get("values").get(curve.get("values").size() - 1);
    assertThat(last.isNull()).isTrue();
    assertThat(curve.get("steps").get(0).asInt()).isEqualTo(31);
  }

  @Test
  void anEmptyRunHasAView() throws IOException {
    JsonNode view =
        PageData.json(
            json ->
                RunView.of("1", Moment.of("none", RunRecord.of(List.of())), 8).write(json, true));
    assertThat(view.at("/series")).isEmpty();
    assertThat(view.at("/recordings")).isEmpty();
    assertThat(view.at("/diagnosis/severity").isNull()).isTrue();
  }

  @Test
  void numbersAreShort() throws IOException {
    double[] numbers = {0, -2.5, 1.0 / 3, 6.02214076e23, 1e-300, Double.NaN, 1234567, -9.99996e-5};
    byte[] text =
        RunFeed.json(
            json -> {
              json.writeStartArray();
              for (double number : numbers) {
                Digits.write(json, number);
              }
              json.writeEndArray();
            });
    assertThat(new String(text, UTF_8))
        .isEqualTo("[0,-25e-1,33333e-5,60221e19,1.0000E-300,null,1234567,-1e-4]");
  }
}
