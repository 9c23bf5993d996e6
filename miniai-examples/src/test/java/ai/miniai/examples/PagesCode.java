package ai.miniai.examples;

import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.dl4j.Dl4jData;
import ai.miniai.dl4j.Dl4jLayer;
import ai.miniai.dl4j.Dl4jModule;
import ai.miniai.dl4j.StatsTrainingListener;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.live.LivePage;
import ai.miniai.live.Report;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Softmax;
import ai.miniai.random.Seed;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import ai.miniai.treatment.Treatment;
import ai.miniai.viz.Plots;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The Java code of pages in docs that is of no example. */
final class PagesCode {
  /** What the doctor has told. */
  final List<Diagnosis> told = new ArrayList<>();

  private final DataLoaders dls = SmallData.loaders();

  private static Module network() {
    return ModelName.CNN.create();
  }

  private void tell(Diagnosis diagnosis) {
    told.add(diagnosis);
  }

  void watchWithTheDoctor() {
    Seed.set(1);
    var learn = new TrainLearner(network(), dls, Losses::crossEntropy, 10);
    learn.fit(3, new DoctorCB());
    learn.fit(3, new DoctorCB().stopping());
    learn.fit(3, new DoctorCB().onDiagnosis(this::tell));
  }

  void checkUp() {
    var model =
        new Sequential(
            new Flatten(), new Linear(784, 50), new ReLU(), new Linear(50, 10), new Softmax(1));
    var learn = new TrainLearner(model, dls, Losses::crossEntropy, 0.1);
    System.out.println(new Doctor().checkup(learn));
  }

  void treat() {
    Seed.set(1);
    var treatment =
        new Treatment(p -> new TrainLearner(network(), dls, Losses::crossEntropy, 0.6), 3);
    System.out.println(treatment.heal());
  }

  private static MultiLayerNetwork convolutions() {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.RELU)
                .list(
                    new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(8).build(),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build());
    network.init();
    return network;
  }

  void watchDl4j() throws IOException {
    var network = convolutions();
    var data = Dl4jData.iterator(dls.train(), 10);
    var stats = new StatsTrainingListener();
    network.addListeners(stats); // the one line
    network.fit(data, 3);

    Plots.colorDim(stats.recording(Quantity.ACTIVATIONS)).save(Path.of("out/color-dim.png"));
    Plots.updateRatios(stats.record()).save(Path.of("out/updates.png"));
    RecordingJson.write(stats.record(), Path.of("out/stats.json"));
    System.out.println(new Doctor().examine(stats.record()));
  }

  void watchInTheBrowser() throws IOException {
    Seed.set(1);
    var doctor = new DoctorCB();
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    var learn = new TrainLearner(network(), dls, Losses::crossEntropy, 0.1, doctor, metrics);
    learn.fit(3, new LivePage());
    RunRecord before = RunRecord.of(doctor.record().recordings());
    Report.write(doctor.record(), Path.of("out/report.html"));
    new Report()
        .run("before", before)
        .run("after", doctor.record(), metrics.rows())
        .write(Path.of("out/both.html"));
  }

  void watchDl4jInTheBrowser() {
    var network = convolutions();
    var data = Dl4jData.iterator(dls.train(), 10);
    var page = new LivePage();
    network.addListeners(new StatsTrainingListener().afterBatch(page::show));
    network.fit(data, 3);
    page.end();
  }

  void controlDl4j() {
    var network = convolutions();
    var data = Dl4jData.iterator(dls.train(), 10);
    var page = new LivePage();
    var controls = page.controls();
    network.addListeners(
        new StatsTrainingListener()
            .afterBatch(
                record -> {
                  page.show(record);
                  if (!controls.goOn(network::setLearningRate)) {
                    throw new CancelFitException("stopped on the live page");
                  }
                }));
    try {
      network.fit(data, 3);
    } catch (CancelFitException stopped) {
      System.out.println(stopped.getMessage());
    } finally {
      page.end();
    }
  }

  void controlOtherLoop() {
    var run = new OwnLoop(dls);
    var page = new LivePage();
    var controls = page.controls();
    do {
      run.step();
      page.show(run::record);
    } while (controls.goOn(run::setRate) && run.hasNext());
    page.end();
  }

  void trainDl4j(File file) throws IOException {
    var network = convolutions();
    var model = Dl4jModule.of(network);
    var stats = new ActivationStats(Dl4jLayer.ofType(ConvolutionLayer.class));
    var learn = new TrainLearner(model, dls, model.lossFunction(), 0.1, stats, new ProgressCB());
    learn.fit(1);
    ModelSerializer.writeModel(network, file, true);
  }

  /** After {@link #watchDl4j}, which writes the file. */
  static RunRecord draw() throws IOException {
    RunRecord run = RecordingJson.read(Path.of("out/stats.json"));
    Plots.colorDim(run.recording(Quantity.ACTIVATIONS).orElseThrow())
        .save(Path.of("out/color-dim.png"));
    Plots.updateRatios(run).save(Path.of("out/updates.png"));
    return run;
  }
}
