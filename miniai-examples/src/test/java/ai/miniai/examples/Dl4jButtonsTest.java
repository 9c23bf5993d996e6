package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.CancelFitException;
import ai.miniai.dl4j.StatsTrainingListener;
import ai.miniai.live.Controls;
import ai.miniai.live.LivePage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The buttons of the live page, while DL4J trains. */
class Dl4jButtonsTest {
  private static final int BATCHES = 8;
  private static final int SIZE = 4;

  private final LivePage page = new LivePage().onAddress(address -> {});
  private final Controls controls = page.controls();
  private final MultiLayerNetwork network = network();
  private final AtomicInteger batches = new AtomicInteger();

  @AfterEach
  void close() {
    page.close();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .list(
                    new DenseLayer.Builder().nIn(3).nOut(5).activation(Activation.TANH).build(),
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    return network;
  }

  /** As an iterator that DL4J would read ahead of on another thread. */
  private static DataSetIterator data() {
    Nd4j.getRandom().setSeed(2);
    int rows = BATCHES * SIZE;
    DataSet all =
        new DataSet(Nd4j.rand(DataType.FLOAT, rows, 3), Nd4j.rand(DataType.FLOAT, rows, 2));
    return new ListDataSetIterator<>(all.asList(), SIZE) {
      @Override
      public boolean asyncSupported() {
        return true;
      }
    };
  }

  /** The weights after so many batches of one epoch. */
  private static INDArray weightsAfter(int batches) {
    MultiLayerNetwork network = network();
    DataSetIterator data = data();
    for (int i = 0; i < batches; i++) {
      network.fit(data.next());
    }
    return network.params();
  }

  private String run(int number) throws IOException {
    return send(HttpRequest.newBuilder(address("/runs/" + number + "/view")).build());
  }

  private URI address(String path) {
    URI address = URI.create(page.url());
    return address.resolve(path + "?" + address.getQuery());
  }

  private void press(String json) {
    String origin = "http://" + URI.create(page.url()).getAuthority();
    send(
        HttpRequest.newBuilder(address("/runs/1/control"))
            .header("Origin", origin)
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  private static String send(HttpRequest request) {
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Trains, and presses a button while this batch is shown, counted from 1. */
  private void pressAt(int batch, String json) {
    network.setListeners(
        new StatsTrainingListener()
            .afterBatch(
                record -> {
                  page.show(record);
                  if (batches.incrementAndGet() == batch) {
                    press(json);
                  }
                  if (!controls.goOn(network::setLearningRate)) {
                    throw new CancelFitException("stopped");
                  }
                }));
  }

  @Test
  void stopEndsTheFitAfterTheBatch() throws IOException {
    pressAt(3, "{\"action\": \"stop\"}");
    // WHEN
    assertThatThrownBy(() -> network.fit(data(), 3)).isInstanceOf(CancelFitException.class);
    page.end();
    // THEN
    assertThat(network.params()).isEqualTo(weightsAfter(3));
    assertThat(run(1)).contains("\"state\":\"cancelled\"", "\"step\":3");
    // and the network can be trained on, which is another run
    network.fit(data(), 1);
    page.end();
    assertThat(batches).hasValue(3 + BATCHES);
    assertThat(run(2)).contains("\"state\":\"finished\"");
  }

  @Test
  void theRateIsThatOfTheNextBatches() {
    pressAt(2, "{\"action\": \"rate\", \"value\": 0}");
    network.fit(data(), 1);
    assertThat(batches).hasValue(BATCHES);
    assertThat(network.getLearningRate(0)).isZero();
    assertThat(network.params()).isEqualTo(weightsAfter(2));
  }

  @Test
  void pauseWaits() throws Exception {
    pressAt(2, "{\"action\": \"pause\"}");
    CompletableFuture<Void> fit = CompletableFuture.runAsync(() -> network.fit(data(), 1));
    while (batches.get() < 2 || !run(1).contains("\"state\":\"paused\"")) {
      Thread.sleep(20); // another thread trains
    }
    press("{\"action\": \"resume\"}");
    fit.join();
    assertThat(network.params()).isEqualTo(weightsAfter(BATCHES));
  }
}
