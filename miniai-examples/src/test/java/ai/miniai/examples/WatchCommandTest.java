package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import ai.miniai.examples.stored.SavedModel;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ObjectArrays;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class WatchCommandTest {
  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  private static final Pattern ADDRESS = Pattern.compile("http://\\S+\\?token=\\S+");

  @TempDir private Path folder;

  /** Points in the plane; the target says whether x is positive. */
  private Path points() throws IOException {
    var random = new Random(2);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      double x = random.nextGaussian();
      rows.append(x).append(',').append(random.nextGaussian()).append(x > 0 ? ",1\n" : ",0\n");
    }
    return Files.writeString(folder.resolve("points.csv"), rows);
  }

  private int train(Path model, String... options) throws IOException {
    String points = points().toString();
    return watch(
        "keras",
        model,
        ObjectArrays.concat(
            new String[] {"--train", points, "--valid", points}, options, String.class));
  }

  /** The exit code of a command; what it writes goes to a folder. */
  private int watch(String command, Path model, String... options) {
    String[] first = {command, model.toString(), "--out", out().toString()};
    return miniai.run(ObjectArrays.concat(first, options, String.class));
  }

  private Path out() {
    return folder.resolve("out");
  }

  /** A chain of DL4J's with its own loss and updater, in a file. */
  private Path chain(int hidden, Activation activation, IUpdater updater) throws IOException {
    var list = new NeuralNetConfiguration.Builder().seed(1).updater(updater).list();
    for (int i = 0; i < hidden; i++) {
      list.layer(new DenseLayer.Builder().nOut(5).activation(activation).build());
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build());
    var network = new MultiLayerNetwork(list.setInputType(InputType.feedForward(2)).build());
    network.init();
    Path file = folder.resolve("model.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  /** One whose weights have these penalties. */
  private Path penalised(IUpdater updater, double l1, double l2) throws IOException {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(updater)
                .list(
                    new DenseLayer.Builder().nIn(2).nOut(5).l1(l1).l2(l2).build(),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(2)
                        .l2(l2 / 2)
                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(1000)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    Path file = folder.resolve("penalised.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  /** The last loss of a training on all rows at once. */
  private double lastLoss(Path model, String way) throws IOException {
    String points = points().toString();
    watch(
        "watch", model, "--data", points, "--batch-size", "64", "--epochs", "30", "--through", way);
    return RecordingJson.read(out().resolve("stats.json")).losses().training().get(29);
  }

  @Test
  void trainsWithThePenaltyOfTheFile() throws IOException {
    Path model = penalised(new Sgd(0.5), 0, 0.1);
    double dl4js = lastLoss(model, "dl4j");
    double ours = lastLoss(model, "miniai");
    double without = lastLoss(penalised(new Sgd(0.5), 0, 0), "miniai");

    assertThat(ours).isCloseTo(dl4js, within(1e-4));
    assertThat(without).isLessThan(ours - 0.01);
  }

  @Test
  void trainsWithTheBetasOfTheFile() throws IOException {
    Path model = chain(1, Activation.TANH, new Adam(0.05, 0.3, 0.6, 1e-8));
    double dl4js = lastLoss(model, "dl4j");
    double ours = lastLoss(model, "miniai");
    double usual = lastLoss(chain(1, Activation.TANH, new Adam(0.05)), "miniai");

    assertThat(ours).isCloseTo(dl4js, within(1e-3));
    assertThat(Math.abs(usual - ours)).isGreaterThan(5e-3);
  }

  @Test
  void saysWhatOfTheFileIsLeftOut() throws IOException {
    Path model = penalised(new Sgd(new ExponentialSchedule(ScheduleType.EPOCH, 0.5, 0.9)), 0.01, 0);
    String points = points().toString();

    watch("watch", model, "--data", points, "--through", "dl4j");
    assertThat(miniai.printed()).doesNotContain("Left out");

    watch("watch", model, "--data", points);
    assertThat(miniai.printed())
        .contains(
            "Left out: l1 of layer0\n",
            "Left out: the gradient normalisation ClipL2PerLayer of layer1\n",
            "Left out: the schedule of the learning rate, which stays as it begins\n");
  }

  private Path graph() throws IOException {
    var network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("image")
                .addLayer(
                    "conv",
                    new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build(),
                    "image")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "conv")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 6, 1))
                .build());
    network.init();
    Path file = folder.resolve("graph.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  /** Images with a bright row, whose number is the class. */
  private static INDArray images(int n) {
    INDArray images =
        Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(1), n, 1, 8, 6)
            .castTo(DataType.FLOAT);
    for (int i = 0; i < n; i++) {
      images.get(point(i), point(0), point(2L * (i % 3)), all()).addi(3);
    }
    return images;
  }

  private static INDArray classes(int n) {
    return Nd4j.createFromArray(LongStream.range(0, n).map(i -> i % 3).toArray());
  }

  private Path npy(String name, INDArray array) throws IOException {
    return Files.write(folder.resolve(name), Nd4j.toNpyByteArray(array));
  }

  private Path npz(String name, Map<String, INDArray> arrays) throws IOException {
    Path file = folder.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, INDArray> each : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey() + ".npy"));
        zip.write(Nd4j.toNpyByteArray(each.getValue()));
      }
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"miniai", "dl4j"})
  void findsWhatIsWrongWithANetworkOfDl4js(String way) throws IOException {
    Path model = chain(8, Activation.SIGMOID, new Adam(0.001));

    int exit =
        watch(
            "watch",
            model,
            "--data",
            points().toString(),
            "--batch-size",
            "16",
            "--epochs",
            "20",
            "--through",
            way);

    assertThat(miniai.printed())
        .contains(
            model + ": 9 layers, 237 parameters; 64 items to train on, none to validate on",
            "SICK: ",
            "vanishing gradients in layer0");
    assertThat(exit).isEqualTo(3);
  }

  @Test
  void leavesPicturesReportAndRecording() throws IOException {
    Path model = chain(1, Activation.RELU, new Nesterovs(0.1, 0.9));
    String points = points().toString();

    int exit =
        watch(
            "watch",
            model,
            "--data",
            points,
            "--valid",
            points,
            "--batch-size",
            "16",
            "--epochs",
            "20");

    assertThat(exit).as(miniai.printed() + miniai.errors()).isZero();
    assertThat(out()).isDirectoryContaining("glob:**/color-dim.png");
    assertThat(out().resolve("report.html")).isNotEmptyFile();
    RunRecord record = RecordingJson.read(out().resolve("stats.json"));
    assertThat(record.setup().optimizer().orElseThrow().momentum()).isEqualTo(0.9);
    assertThat(record.losses().validation()).hasSize(20);
    assertThat(record.losses().training().get(79)).isLessThan(0.3);
  }

  @Test
  void trainsAGraphOnArraysOfNumPys() throws IOException {
    Path model = graph();
    Path x = npy("x.npy", images(30));
    Path y = npy("y.npy", classes(30));

    int exit =
        watch(
            "watch",
            model,
            "--data",
            x.toString(),
            "--labels",
            y.toString(),
            "--epochs",
            "8",
            "--batch-size",
            "5");

    assertThat(miniai.errors()).isEmpty();
    assertThat(exit).as(miniai.printed()).isZero();
    RunRecord record = RecordingJson.read(out().resolve("stats.json"));
    assertThat(record.losses().training().get(47)).isLessThan(0.2);
  }

  @Test
  void anNpzHasTrainingAndValidation() throws IOException {
    Path data =
        npz(
            "data.npz",
            Map.of(
                "x_train",
                images(12),
                "y_train",
                classes(12),
                "x_test",
                images(6),
                "y_test",
                classes(6)));

    watch("watch", graph(), "--data", data.toString());

    assertThat(miniai.printed()).contains("12 items to train on, 6 to validate on");
  }

  @Test
  void triesRemediesOnANetworkOfDl4js() throws IOException {
    watch(
        "watch",
        chain(8, Activation.SIGMOID, new Adam(0.01)),
        "--data",
        points().toString(),
        "--batch-size",
        "16",
        "--epochs",
        "20",
        "--fix");

    assertThat(miniai.printed()).contains("SICK: vanishing gradients", "ELUs instead of sigmoids");
  }

  /** Until the page ends it. */
  @Test
  void showsItselfInTheBrowserIfThatIsWanted() throws Exception {
    Path model = chain(1, Activation.RELU, new Adam(0.01));
    String points = points().toString();
    int[] exit = {-1};
    Thread command =
        new Thread(
            () ->
                exit[0] = watch("watch", model, "--data", points, "--epochs", "1000000", "--live"));
    command.start();
    Matcher address = ADDRESS.matcher("");
    while (command.isAlive() && !address.find()) {
      Thread.sleep(50);
      address = ADDRESS.matcher(miniai.printed());
    }
    URI page = URI.create(address.group());

    String runs = send(HttpRequest.newBuilder(page.resolve("/runs?" + page.getQuery())));
    send(
        HttpRequest.newBuilder(page.resolve("/runs/1/control?" + page.getQuery()))
            .header("Origin", "http://" + page.getAuthority())
            .POST(BodyPublishers.ofString("{\"action\": \"stop\"}")));
    command.join();

    assertThat(runs).contains("\"id\":\"1\"", "model.zip");
    assertThat(exit[0]).as(miniai.printed()).isZero();
    assertThat(miniai.printed()).contains("The page stays while a browser shows it");
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }

  @Test
  void theLivePageIsOfTheLearner() throws IOException {
    assertRefused(
        chain(1, Activation.RELU, new Sgd(0.1)),
        "--live shows what the learner trains: use --through miniai",
        "--data",
        points().toString(),
        "--live",
        "--through",
        "dl4j");
  }

  private void assertRefused(Path model, String message, String... options) {
    int exit = watch("watch", model, options);

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains(message);
  }

  @Test
  void saysWhatTheModelTakes() throws IOException {
    Path x = npy("x.npy", Nd4j.zeros(DataType.FLOAT, 4, 1, 5, 5));
    Path y = npy("y.npy", classes(4));
    assertRefused(
        graph(),
        "does not take items of shape [1, 5, 5]: it begins with conv (ConvolutionLayer 1, 4)",
        "--data",
        x.toString(),
        "--labels",
        y.toString());
    assertRefused(
        graph(),
        "a CSV file has rows of numbers, and " + graph() + ": 2 layers",
        "--data",
        points().toString());
    Path good = npy("good.npy", images(4));
    assertRefused(
        graph(),
        good + " has the inputs: name the file of the targets with --labels",
        "--data",
        good.toString());
    assertRefused(
        graph(),
        "has 4 items, but targets for 3",
        "--data",
        good.toString(),
        "--labels",
        npy("three.npy", classes(3)).toString());
    assertRefused(
        graph(),
        "expected the index of one of 3 classes after the inputs, got 7.0",
        "--data",
        good.toString(),
        "--labels",
        npy("seven.npy", Nd4j.createFromArray(0L, 7, 1, 1)).toString());
    assertRefused(
        graph(),
        "returns outputs of shape [3] for an item, so a target is that or the index of a class",
        "--data",
        good.toString(),
        "--labels",
        npy("two.npy", Nd4j.zeros(DataType.FLOAT, 4, 2)).toString());
  }

  @Test
  void saysWhatIsWrongWithTheLoss() throws IOException {
    String points = points().toString();
    Path keras =
        new SavedModel(2).dense(1, Activation.SIGMOID).writeSequential(folder.resolve("model.h5"));
    assertRefused(
        keras, "ends in no output layer, so it has no loss: name a --loss", "--data", points);
    assertRefused(
        chain(1, Activation.RELU, new Sgd(0.1)),
        "which has its own loss: leave out --loss",
        "--data",
        points,
        "--loss",
        "mse");
    assertRefused(
        chain(1, Activation.RELU, new AdaDelta()),
        "the updater in "
            + folder.resolve("model.zip")
            + " is none of Sgd, Nesterovs, Adam and RmsProp: name an --optimizer",
        "--data",
        points);
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    String points = points().toString();
    Path keras3 = npz("model.keras", Map.of());
    try (var zip = new ZipOutputStream(Files.newOutputStream(keras3))) {
      zip.putNextEntry(new ZipEntry("model.weights.h5"));
    }
    assertRefused(
        keras3,
        "is in Keras 3's format, which DL4J's import cannot read: save the model as HDF5",
        "--data",
        points);
    assertRefused(
        npz("other.zip", Map.of("a", Nd4j.scalar(1))),
        "is a zip file without configuration.json",
        "--data",
        points);
    Path damaged = Files.writeString(folder.resolve("damaged.zip"), "PK and no more");
    assertRefused(damaged, damaged + " is damaged: ", "--data", points);
    assertRefused(folder.resolve("none.zip"), "there is no such file", "--data", points);
  }

  private Path deepSigmoids() throws IOException {
    SavedModel deep = new SavedModel(2);
    for (int i = 0; i < 8; i++) {
      deep.dense(5, Activation.SIGMOID);
    }
    return deep.dense(1, Activation.SIGMOID).writeFunctional(folder.resolve("model.h5"));
  }

  @Test
  void triesOtherActivationsInsideTheLayers() throws IOException {
    train(
        deepSigmoids(),
        "--loss",
        "binary_crossentropy",
        "--optimizer",
        "adam",
        "--lr",
        "0.01",
        "--batch-size",
        "16",
        "--epochs",
        "20",
        "--fix");

    assertThat(miniai.printed())
        .contains("SICK: vanishing gradients", "better", "ELUs instead of sigmoids and tanh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"miniai", "dl4j"})
  void namesADiseaseInBothWays(String way) throws IOException {
    int exit =
        train(
            deepSigmoids(),
            "--loss",
            "binary_crossentropy",
            "--optimizer",
            "adam",
            "--batch-size",
            "16",
            "--epochs",
            "20",
            "--through",
            way);

    assertThat(miniai.printed()).contains("SICK: ", "vanishing gradients in dense_1");
    assertThat(exit).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"miniai", "dl4j"})
  void findsAHealthyTrainingHealthy(String way) throws IOException {
    Path model =
        new SavedModel(2)
            .dense(8, Activation.RELU)
            .dense(2, Activation.SOFTMAX)
            .writeSequential(folder.resolve("model.h5"));
    int exit =
        train(
            model,
            "--loss",
            "sparse_categorical_crossentropy",
            "--lr",
            "0.1",
            "--momentum",
            "0.9",
            "--batch-size",
            "16",
            "--epochs",
            "20",
            "--through",
            way);

    assertThat(exit).isZero();
    RunRecord record = RecordingJson.read(out().resolve("stats.json"));
    assertThat(record.losses().training().get(79)).isLessThan(0.3);
    assertThat(record.setup().framework()).isEqualTo("DL4J");
    assertThat(record.setup().loss()).isPresent();
    assertThat(record.recording(Quantity.ACTIVATIONS).orElseThrow().layers())
        .extracting(layer -> layer.name())
        .startsWith("dense_1", "dense_2");
  }

  @Test
  void saysWhatIsWrongWithTheData() throws IOException {
    Path model =
        new SavedModel(3).dense(1, Activation.SIGMOID).writeSequential(folder.resolve("model.h5"));

    int exit = train(model, "--loss", "mse");

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("points.csv, line 1: expected 4 numbers");
  }
}
