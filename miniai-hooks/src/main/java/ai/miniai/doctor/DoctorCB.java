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
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.tensor.Tensor;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches a fit and reports when it goes wrong: what happened, where, what it means and what to
 * try. One line of code is enough:
 *
 * <pre>{@code
 * learn.fit(3, new DoctorCB());      // prints its diagnosis
 * learn.fit(3, new DoctorCB().stopping());  // also stops a fit that is lost
 * }</pre>
 *
 * <p>It records the outputs and the gradients of outputs of all modules without children, and the
 * updates of all parameters: in all batches at first, later in every tenth ({@link #at}). {@link
 * #record} returns the record. Each pattern is reported once, and again if it has become worse.
 * What cannot be recorded is skipped. If the doctor itself fails, training continues without it.
 * Exceptions of the listener end the fit. A fit that {@code CheckpointCB} resumes goes on with the
 * record and the findings of the checkpoint.
 *
 * <p>In data-parallel training it examines what rank 0 has seen of each batch, and at the end of
 * the fit the records of all ranks.
 */
public final class DoctorCB extends Callback implements Stateful {
  /** The batches that are recorded by default: the first 100 of a fit, then every tenth. */
  public static final Cadence CADENCE = new Cadence(10, 100);

  private static final String NEXT = "next";

  private boolean stop;
  private final ActivationStats activations =
      new ActivationStats(DoctorCB::isLeaf, Bins.DEFAULT, During.BOTH);
  private final GradientStats gradients = new GradientStats(DoctorCB::isLeaf);
  private final ParameterStats parameters = new ParameterStats();
  private final RunRecorderCB run = new RunRecorderCB(activations, gradients, parameters);
  private final Map<Pattern, Finding> found = new EnumMap<>(Pattern.class);
  private Diagnosis diagnosis = new Diagnosis(ImmutableList.of(), ImmutableList.of());
  private Consumer<? super Diagnosis> listener = System.out::println;
  private boolean off;
  private int next;
  private int missed;
  private int planned;
  private boolean done;

  /** Prints each diagnosis. */
  public DoctorCB() {
    at(CADENCE);
  }

  /** Also cancels a fit that is {@link Severity#SICK}, with the headline as the reason. */
  public DoctorCB stopping() {
    stop = true;
    return this;
  }

  /**
   * Passes diagnoses to {@code listener} instead of printing them: each time the headline is a new
   * one, or has become worse. The listener may cancel the fit.
   */
  public DoctorCB onDiagnosis(Consumer<? super Diagnosis> listener) {
    this.listener = listener;
    return this;
  }

  /** Records only every {@code n}-th batch of each pass, starting with the first. */
  public DoctorCB every(int n) {
    return at(new Cadence(n, 0));
  }

  /** Records the batches of this cadence instead of {@link #CADENCE}. */
  public DoctorCB at(Cadence batches) {
    activations.at(batches);
    gradients.at(batches);
    parameters.at(batches);
    return this;
  }

  private static boolean isLeaf(Module module) {
    return module.children().isEmpty();
  }

  /** What it reads is recorded on all ranks, and put together at the end of the fit. */
  @Override
  public boolean onRank(int rank) {
    return rank == 0;
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
    found.clear();
    off = false;
    diagnosis = new Diagnosis(ImmutableList.of(), ImmutableList.of());
    next = Doctor.firstExamination();
    missed = 0;
    planned = learn().epochs() * learn().dls().train().size();
  }

  @Override
  public void beforeBatch() {
    done = false;
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
      if (stop && diagnosis.isSick()) {
        throw new CancelFitException(
            "the doctor found " + diagnosis.headline().orElseThrow().headline());
      }
    }
  }

  @Override
  public void cleanupFit() {
    examine();
  }

  private void examine() {
    Optional<Finding> before = diagnosis.headline();
    if (!off) {
      try {
        RunRecord record = record();
        found.putAll(Doctor.worst(record, missed, planned));
        missed = 0;
        Vitals soFar = Vitals.of(record, Integer.MAX_VALUE, planned);
        List<Finding> now = Doctor.findings(soFar);
        now.forEach(finding -> Doctor.keepWorse(found, finding));
        Hindsight.revise(found, soFar, now);
        diagnosis = Doctor.diagnosis(found.values(), record);
      } catch (RuntimeException failure) {
        off = true; // the doctor must never end a training
        System.err.println(
            "miniai: DoctorCB stops, the training goes on: " + Throwables.getRootCause(failure));
      }
    }
    Optional<Finding> now = diagnosis.headline();
    if (now.isPresent() && before.filter(old -> !isNews(old, now.get())).isEmpty()) {
      listener.accept(diagnosis);
    }
  }

  /** Whether it is about another pattern, or worse. */
  private static boolean isNews(Finding old, Finding now) {
    return old.pattern() != now.pattern() || now.severity().compareTo(old.severity()) > 0;
  }

  /** When the next examination is due: all findings before it follow from the record. */
  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.of(NEXT, StateDicts.tensor(next));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    next = (int) StateDicts.values(state, NEXT, 1)[0];
    missed = next;
  }

  /** The diagnosis of the last fit so far. */
  public Diagnosis diagnosis() {
    return diagnosis;
  }

  /** The record of the last fit so far. */
  public RunRecord record() {
    return run.record();
  }
}
