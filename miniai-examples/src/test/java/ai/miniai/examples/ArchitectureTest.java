package ai.miniai.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.util.stream.Stream;

/**
 * Keeps the arrows between the packages pointing downward, and each heavy dependency in its place.
 */
@AnalyzeClasses(packages = "ai.miniai", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String DEVICE = "ai.miniai.device..";
  private static final String RANDOM = "ai.miniai.random..";
  private static final String ARRAY = "ai.miniai.array..";
  private static final String HISTOGRAM = "ai.miniai.histogram..";
  private static final String KERNELS = "ai.miniai.kernels..";
  private static final String ONEDNN = "ai.miniai.kernels.onednn..";
  private static final String TENSOR = "ai.miniai.tensor..";
  private static final String NN = "ai.miniai.nn..";
  private static final String LOSS = "ai.miniai.loss..";
  private static final String OPTIM = "ai.miniai.optim..";
  private static final String DATA = "ai.miniai.data..";
  private static final String IMAGE_FILES = "ai.miniai.data.image..";
  private static final String IO = "ai.miniai.io..";
  private static final String METRIC = "ai.miniai.metric..";
  private static final String LEARNER = "ai.miniai.learner..";
  private static final String CALLBACK = "ai.miniai.callback"; // what users extend
  private static final String CALLBACKS = "ai.miniai.callback.."; // with the stock ones
  private static final String HOOKS = "ai.miniai.hooks..";
  private static final String INIT = "ai.miniai.init..";
  private static final String RECORDING = "ai.miniai.recording..";
  private static final String SETUP = "ai.miniai.setup..";
  private static final String SUMMARY = "ai.miniai.summary..";
  private static final String DOCTOR = "ai.miniai.doctor..";
  private static final String TREATMENT = "ai.miniai.treatment..";
  private static final String PARALLEL = "ai.miniai.parallel..";
  private static final String SPARK = "ai.miniai.spark..";
  private static final String DL4J = "ai.miniai.dl4j..";
  private static final String VIZ = "ai.miniai.viz..";
  private static final String TRACKING = "ai.miniai.tracking..";
  private static final String NOTEBOOK = "ai.miniai.notebook..";
  private static final String ONNX = "ai.miniai.onnx..";
  private static final String LIVE = "ai.miniai.live..";
  private static final String EXAMPLES = "ai.miniai.examples..";
  private static final String STORED_NETWORKS = "ai.miniai.examples.stored..";
  private static final String HDF5 = "org.bytedeco.hdf5..";

  /** What every package above tensors may use. */
  private static final String[] TENSORS = {TENSOR, RANDOM, DEVICE, HISTOGRAM};

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching("ai.miniai.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package can then be understood without those that use it");

  @ArchTest
  static final ArchRule arraysStandAlone =
      uses(ARRAY).because("how memory is read has nothing to do with what is computed");

  @ArchTest
  static final ArchRule kernelsKnowArraysOnly =
      uses(KERNELS, ARRAY, HISTOGRAM, DEVICE)
          .because("kernels for another processor can be added without knowing of gradients");

  @ArchTest
  static final ArchRule tensorsAreMadeOfKernels =
      uses(TENSOR, KERNELS, ARRAY, HISTOGRAM, DEVICE, RANDOM)
          .because("arithmetic knows nothing of networks");

  @ArchTest
  static final ArchRule kernelsAreInternal =
      nothingOutside(TENSOR, KERNELS, ARRAY)
          .dependOnClassesThat()
          .resideInAnyPackage(ARRAY, KERNELS)
          .because("they may change at any time");

  @ArchTest
  static final ArchRule oneDnnIsCalledInOnePlace =
      nothingOutside(ONEDNN)
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco.dnnl..")
          .because("all else must run without it");

  @ArchTest
  static final ArchRule nnUsesTensors =
      usesTensorsAnd(NN)
          .because("a module only computes; who trains it and on what is not its business");

  @ArchTest
  static final ArchRule lossesUseOutputs =
      usesTensorsAnd(LOSS, NN)
          .because("a loss compares what a forward pass returns with targets, and trains nothing");

  @ArchTest
  static final ArchRule optimUsesTensors =
      usesTensorsAnd(OPTIM).because("an optimizer sees parameters, whatever module they belong to");

  @ArchTest
  static final ArchRule dataUsesTensors =
      usesTensorsAnd(DATA).because("data can be read and looked at without a network");

  @ArchTest
  static final ArchRule filesHoldTensors =
      usesTensorsAnd(IO).because("a file has names and numbers, whatever they are for");

  @ArchTest
  static final ArchRule metricsUseTensors =
      usesTensorsAnd(METRIC, NN).because("a metric only computes, whether or not something trains");

  @ArchTest
  static final ArchRule callbackDoesNotUseTheLearner =
      usesTensorsAnd(CALLBACK, NN, LOSS, OPTIM, DATA)
          .because("what users extend needs neither the loop nor the stock callbacks");

  @ArchTest
  static final ArchRule learnerUsesCore =
      usesTensorsAnd(LEARNER, CALLBACK, NN, LOSS, OPTIM, DATA)
          .because("the loop must run without stock callbacks, hooks and charts");

  @ArchTest
  static final ArchRule callbacksUseCore =
      usesTensorsAnd(CALLBACKS, LEARNER, METRIC, NN, LOSS, OPTIM, DATA, IO)
          .because("a callback changes the loop and needs neither hooks nor charts for it");

  @ArchTest
  static final ArchRule ranksAreLearners =
      usesTensorsAnd(PARALLEL, LEARNER, CALLBACKS, NN, DATA)
          .because("neither the loop nor a callback has to know how ranks exchange gradients");

  @ArchTest
  static final ArchRule sparkStartsRanks =
      usesTensorsAnd(SPARK, PARALLEL, RECORDING, HOOKS, LEARNER, CALLBACKS, METRIC, NN, LOSS, DATA)
          .because("a cluster trains what is trained on one machine");

  @ArchTest
  static final ArchRule sparkStaysInItsModule =
      nothingOutside(SPARK)
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
          .because("all else must run without a cluster");

  @ArchTest
  static final ArchRule aSetupIsSeenFromTheLoop =
      usesTensorsAnd(SETUP, CALLBACK, LEARNER, NN, LOSS, OPTIM, DATA)
          .because("how a run is set up is known before anything of it is recorded");

  @ArchTest
  static final ArchRule recordingsNeedNoHooks =
      usesTensorsAnd(RECORDING, SETUP, CALLBACKS, LEARNER, NN, OPTIM, DATA, IO)
          .because("a recording is read and compared long after the hooks are gone");

  @ArchTest
  static final ArchRule hooksUseTheLearner =
      usesTensorsAnd(HOOKS, RECORDING, SETUP, SUMMARY, LEARNER, CALLBACKS, NN, OPTIM, DATA, IO)
          .because("numbers are recorded the same whether or not somebody draws them");

  @ArchTest
  static final ArchRule initialisationUsesHooks =
      usesTensorsAnd(INIT, HOOKS, RECORDING, LEARNER, CALLBACKS, NN, DATA)
          .because("what looks at activations does so as everybody does");

  @ArchTest
  static final ArchRule theDoctorReadsRecords =
      usesTensorsAnd(DOCTOR, HOOKS, RECORDING, SETUP, CALLBACKS, LEARNER, NN, LOSS, DATA, OPTIM)
          .because("a diagnosis is words and numbers: it needs no picture");

  @ArchTest
  static final ArchRule treatmentFollowsDiagnosis =
      usesTensorsAnd(
              TREATMENT, DOCTOR, SETUP, RECORDING, HOOKS, INIT, LEARNER, CALLBACKS, NN, LOSS, OPTIM,
              DATA)
          .because("the doctor only looks: who changes a training stands above it");

  @ArchTest
  static final ArchRule dl4jUsesHooks =
      usesTensorsAnd(
              DL4J, HOOKS, RECORDING, SETUP, LEARNER, CALLBACKS, METRIC, NN, LOSS, OPTIM, DATA, IO)
          .because("what is seen of a network of DL4J's is drawn and judged like all else");

  @ArchTest
  static final ArchRule onnxTranslatesForwardPasses =
      usesTensorsAnd(ONNX, NN, IO)
          .because("what a model computes is the same whoever has trained it");

  @ArchTest
  static final ArchRule onnxMessagesStayInOnnx =
      nothingOutside(ONNX)
          .dependOnClassesThat()
          .resideInAnyPackage("onnx..", "org.nd4j.shade.protobuf..")
          .because("how a file is laid out is the business of those who write it");

  @ArchTest
  static final ArchRule vizUsesTheRest =
      usesTensorsAnd(VIZ, HOOKS, RECORDING, SETUP, LEARNER, CALLBACKS, NN, OPTIM, DATA, IO)
          .because("a library must not depend on a program");

  @ArchTest
  static final ArchRule trackersReportWhatOthersMake =
      usesTensorsAnd(
              TRACKING, VIZ, DOCTOR, HOOKS, RECORDING, SETUP, LEARNER, CALLBACKS, NN, OPTIM, DATA,
              LOSS, IO)
          .because("a training must run without the programs that compare trainings");

  @ArchTest
  static final ArchRule protocolBuffersAreWrittenInOnePlace =
      nothingOutside(TRACKING)
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.protobuf..", "org.tensorflow..")
          .because("all else must run without them");

  @ArchTest
  static final ArchRule notebooksShowTheRest =
      usesTensorsAnd(
              NOTEBOOK, VIZ, DOCTOR, SUMMARY, HOOKS, RECORDING, CALLBACKS, LEARNER, NN, DATA, IO)
          .because("what a cell shows is made where programs get it too");

  @ArchTest
  static final ArchRule onlyNotebooksKnowTheKernel =
      nothingOutside(NOTEBOOK)
          .dependOnClassesThat()
          .resideInAnyPackage("org.rapaio..")
          .because("all else must run without a notebook");

  @ArchTest
  static final ArchRule livePagesNeedNoPictures =
      usesTensorsAnd(
              LIVE, DOCTOR, HOOKS, RECORDING, SETUP, LEARNER, PARALLEL, CALLBACKS, METRIC, NN,
              OPTIM, DATA, IO)
          .because("the browser draws: the page runs where nothing can be drawn");

  @ArchTest
  static final ArchRule serversStayInLivePages =
      nothingOutside(LIVE, EXAMPLES)
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.net.httpserver..")
          .because("who may connect is checked in one place");

  @ArchTest
  static final ArchRule nativeCodeStaysBelowTensors =
      nothingOutside(DEVICE, KERNELS, ARRAY)
          .dependOnClassesThat(
              resideInAnyPackage(
                      "org.nd4j.linalg.cpu..",
                      "org.nd4j.linalg.jcublas..",
                      "org.nd4j.nativeblas..",
                      "org.bytedeco..")
                  .and(resideOutsideOfPackage(HDF5)))
          .because("the rest must run on every backend, and memory is owned in one place");

  @ArchTest
  static final ArchRule hdf5IsCalledWhereKerasFilesAreRead =
      nothingOutside(STORED_NETWORKS)
          .dependOnClassesThat()
          .resideInAnyPackage(HDF5)
          .because("it reads files and computes nothing, and all else must run without it");

  @ArchTest
  static final ArchRule chartsStayInViz =
      nothingOutside(VIZ, EXAMPLES)
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.awt", "java.awt.event..", "java.awt.font..", "java.awt.geom..", "javax.swing..")
          .because("training must run where nothing can be drawn");

  @ArchTest
  static final ArchRule onlyImageFilesAreDecoded =
      nothingOutside(VIZ, EXAMPLES, IMAGE_FILES)
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt.image..", "javax.imageio..")
          .because("the rest of the data is arrays, and needs no desktop module");

  @ArchTest
  static final ArchRule theCommandLineStaysInExamples =
      nothingOutside(EXAMPLES)
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..")
          .because("a library is called by code, not by a shell");

  /** Classes of a package may use these other packages of ours, and none above them. */
  private static ArchRule uses(String user, String... used) {
    return classes()
        .that()
        .resideInAPackage(user)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("ai.miniai..")
                .or(resideInAnyPackage(user))
                .or(resideInAnyPackage(used)))
        .allowEmptyShould(true);
  }

  /** Classes of a package may use tensors, these other packages of ours, and none above them. */
  private static ArchRule usesTensorsAnd(String user, String... used) {
    return uses(user, Stream.of(TENSORS, used).flatMap(Stream::of).toArray(String[]::new));
  }

  private static ClassesShould nothingOutside(String... packages) {
    return noClasses().that().resideOutsideOfPackages(packages).should();
  }
}
