package ai.miniai.doctor;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.During;
import ai.miniai.histogram.Bins;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.Cadence;
import ai.miniai.hooks.GradientStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.nn.Module;
import ai.miniai.nn.Stateful;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.recording.SafeRecorder;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Watches a fit and reports when it goes wrong: what happened, where, what it means and what to
 * try. One line of code is enough:
 *
 * <pre>{@code
 * learn.fit(3, new DoctorCB());      // prints its findings
 * learn.fit(3, new DoctorCB().stopping());  // also stops a fit that is lost
 * }</pre>
 *
 * <p>It records the outputs and the gradients of outputs of all modules without children, and the
 * updates of all parameters: in all batches at first, later in every tenth ({@link #at}). {@link
 * #record} returns the record. Each pattern is reported once, and again if it has become worse.
 * What cannot be recorded is skipped. If the doctor itself fails, training continues without it.
 * Exceptions of the listener end the fit.
 */
public final class DoctorCB extends Callback implements Stateful {
  /** The batches that are recorded by default: the first 100 of a fit, then every tenth. */
  public static final Cadence CADENCE = new Cadence(10, 100);

  private boolean stop;
  private final Doctor doctor = new Doctor();
  private final ActivationStats activations =
      new ActivationStats(DoctorCB::isLeaf, Bins.DEFAULT, During.BOTH);
  private final GradientStats gradients = new GradientStats(DoctorCB::isLeaf);
  private final ParameterStats parameters = new ParameterStats();
  private final RunRecorderCB run = new RunRecorderCB(activations, gradients, parameters);
  private final DistributionRecorder input = new DistributionRecorder(Quantity.ACTIVATIONS);
  private final SafeRecorder safeInput = new SafeRecorder("DoctorCB", input);
  private Cadence cadence = CADENCE;
  private final Map<String, Finding> told = new LinkedHashMap<>();
  private Consumer<? super Finding> listener = System.out::println;
  private int next;
  private int planned;
  private boolean done;

  /** Prints the findings. */
  public DoctorCB() {
    at(CADENCE);
  }

  /** Also cancels a fit that is {@link Severity#SICK}, with the finding as the reason. */
  public DoctorCB stopping() {
    stop = true;
    return this;
  }

  /**
   * Passes findings to {@code listener} instead of printing them; the listener may cancel the fit.
   */
  public DoctorCB onFinding(Consumer<? super Finding> listener) {
    this.listener = listener;
    return this;
  }

  /** Records only every {@code n}-th batch of each pass, starting with the first. */
  public DoctorCB every(int n) {
    return at(new Cadence(n, 0));
  }

  /** Records the batches of this cadence instead of {@link #CADENCE}. */
  public DoctorCB at(Cadence batches) {
    cadence = batches;
    activations.at(batches);
    gradients.at(batches);
    parameters.at(batches);
    return this;
  }

  private static boolean isLeaf(Module module) {
    return module.children().isEmpty();
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  protected List<? extends Callback> companions() {
    return ImmutableList.of(activations, gradients, parameters, run);
  }

  @Override
  public void beforeFit() {
    told.clear();
    safeInput.begin(ImmutableList.of(Vitals.INPUT));
    next = Doctor.firstExamination();
    planned = learn().epochs() * learn().dls().train().size();
  }

  @Override
  public void beforeBatch() {
    done = false;
  }

  @Override
  public void afterPredict() {
    Tensor x = batch().x();
    if (cadence.includes(learn()) && x.dataType().isFPType()) {
      safeInput.beginColumn(new Place(epoch(), learn().iteration(), training()));
      safeInput.add(Vitals.INPUT, x);
    }
  }

  @Override
  public void afterBatch() {
    done = training();
  }

  /** By now the values requested in this batch have been read, or they will be read at once. */
  @Override
  public void cleanupBatch() {
    int batches = epoch() * learn().dls().train().size() + learn().iteration() + 1;
    if (done && batches >= next) {
      next = Doctor.nextExamination(batches);
      examine();
      if (stop) {
        told.values().stream()
            .filter(finding -> finding.severity() == Severity.SICK)
            .findFirst()
            .ifPresent(DoctorCB::cancel);
      }
    }
  }

  private static void cancel(Finding finding) {
    throw new CancelFitException("the doctor found " + finding.headline());
  }

  @Override
  public void cleanupFit() {
    examine();
  }

  private void examine() {
    List<Finding> findings = new ArrayList<>();
    safeInput.guard(
        () -> findings.addAll(doctor.examine(Vitals.of(record(), Integer.MAX_VALUE, planned))));
    for (Finding finding : findings) {
      if (Doctor.keepWorse(told, finding)) {
        listener.accept(finding);
      }
    }
  }

  /** All findings of the last fit so far, the worst first. */
  public List<Finding> findings() {
    return Doctor.worstFirst(told.values());
  }

  /** The record of the last fit so far; the inputs of the model are its first layer, "(input)". */
  public RunRecord record() {
    RunRecord record = run.record();
    return new RunRecord(
        record.recordings().stream()
            .map(recording -> Inputs.among(recording, input.recording()))
            .collect(ImmutableList.toImmutableList()),
        record.losses(),
        record.classes(),
        record.nanos());
  }

  /** What is known of the inputs; all other state belongs to the companions. */
  @Override
  public Map<String, Tensor> stateDict() {
    return input.stateDict();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    input.loadStateDict(state);
  }
}
