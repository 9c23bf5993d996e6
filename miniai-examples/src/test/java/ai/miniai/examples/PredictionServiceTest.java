package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.getModel;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionServiceTest {
  private static final int CLIENTS = 6;
  private static final int IMAGES = 12;
  private static final int PIXELS = 28 * 28;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Module model = seeded();
  private final PredictionService.Snapshot snapshot = new PredictionService.Snapshot(model);
  private final AtomicReference<Supplier<Module>> source = new AtomicReference<>(snapshot::latest);
  private JsonServer service;

  private static Module seeded() {
    Seed.set(1);
    return getModel(ReLU::new, BatchNorm2d::new);
  }

  @BeforeEach
  void start() throws IOException {
    service = PredictionService.serve(() -> source.get().get(), 0);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private HttpResponse<String> post(String body) {
    URI uri = URI.create("http://localhost:" + service.port() + "/predict");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String json(double... pixels) {
    return DoubleStream.of(pixels).mapToObj(Double::toString).collect(joining(",", "[", "]"));
  }

  private record Reply(int image, PredictionService.Answer answer) {}

  private Reply ask(Tensor images, int image) {
    HttpResponse<String> response = post(json(images.select(0, image).toDoubles()));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    try {
      return new Reply(
          image, new ObjectMapper().readValue(response.body(), PredictionService.Answer.class));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The probabilities that a model gives image by image, [images, classes]. */
  private static double[][] probabilities(Tensor scores) {
    double[] all = scores.softmax(1).toDoubles();
    return IntStream.range(0, IMAGES)
        .mapToObj(image -> Arrays.copyOfRange(all, 10 * image, 10 * image + 10))
        .toArray(double[][]::new);
  }

  private static boolean agree(double[] some, double[] others) {
    for (int i = 0; i < some.length; i++) {
      if (!(Math.abs(some[i] - others[i]) < 1e-5)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void eachAnswerIsThatOfAPublishedModelWhileAnotherTrains() throws Exception {
    var dls = SmallData.loaders();
    Tensor images = dls.valid().iterator().next().x().slice(0, 0, IMAGES).detach();
    List<Module> published =
        Collections.synchronizedList(new ArrayList<>(List.of(snapshot.latest())));
    var keep =
        new Callback() {
          @Override
          public void afterEpoch() {
            published.add(snapshot.latest());
          }
        };
    var learn = new TrainLearner(model, dls, Losses::crossEntropy, 0.01).optimizer(AdamW::new);
    AtomicBoolean trained = new AtomicBoolean();
    List<Reply> replies = Collections.synchronizedList(new ArrayList<>());
    Reply first = ask(images, 0);

    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> asking = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int start = i;
      asking.add(
          clients.submit(
              () -> {
                for (int j = start; !trained.get(); j++) {
                  replies.add(ask(images, j % IMAGES));
                }
              }));
    }
    learn.fit(3, snapshot, keep);
    trained.set(true);
    for (Future<?> one : asking) {
      one.get();
    }
    clients.shutdown();

    List<double[][]> expected =
        published.stream().distinct().map(copy -> probabilities(copy.call(images))).toList();
    assertThat(expected).hasSize(4);
    assertThat(replies)
        .hasSizeGreaterThan(CLIENTS)
        .allMatch(
            reply ->
                expected.stream()
                    .anyMatch(one -> agree(one[reply.image()], reply.answer().probabilities())));
    double[][] last = probabilities(learn.predict(images));
    for (int image = 0; image < IMAGES; image++) {
      Reply now = ask(images, image);
      assertThat(now.answer().probabilities()).containsExactly(last[image], within(1e-5));
      assertThat(now.answer().label()).isEqualTo(FashionMnist.CLASSES.get(best(last[image])));
    }
    assertThat(agree(first.answer().probabilities(), last[0])).isFalse();
  }

  private static int best(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''         | expected the JSON of a float[]
          'trousers' | expected the JSON of a float[]
          '{}'       | expected the JSON of a float[]
          '[null]'   | expected the JSON of a float[]
          '[1] 2'    | expected the JSON of a float[]
          'null'     | expected a JSON value other than null
          '[0, 1]'   | expected the 784 pixels of an image, got 2
          """)
  void aBadRequestIsToldWhatIsExpected(String body, String words) {
    HttpResponse<String> response = post(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"error\":\"" + words);
  }

  @ParameterizedTest
  @CsvSource({"1.5", "-0.1", "NaN"})
  void pixelsAreFromZeroToOne(double pixel) {
    double[] pixels = new double[PIXELS];
    pixels[100] = pixel;

    HttpResponse<String> response = post(json(pixels).replace("NaN", "\"NaN\""));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("a pixel is from 0 to 1, not " + pixel);
  }

  @Test
  void aRequestThatIsTooLongIsRefused() {
    HttpResponse<String> response = post(" ".repeat(100_001));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("at most 100000 bytes");
  }

  @Test
  void aModelThatDoesNotFitIsNotTheClientsFault() {
    source.set(() -> new Linear(3, 10));

    HttpResponse<String> response = post(json(new double[PIXELS]));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("Linear");
  }
}
