package ai.miniai.nn;

/**
 * A forward pass failed. The message names the module by its path from the outermost that was
 * called; from a module that does not know it as one of its parts there is no path.
 */
public final class ModuleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Module failed;
  private final String summary;
  private String path = "";

  ModuleException(Module failed, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.failed = failed;
    this.summary = failed.summary();
  }

  /** The same failure, seen from a module further out. */
  ModuleException seenFrom(Module outer) {
    outer.findPath(failed).ifPresent(longer -> path = longer);
    return this;
  }

  /** The module whose forward pass failed. */
  public Module module() {
    return failed;
  }

  /** The dotted path of {@link #module} from the outermost module that was called. */
  public String path() {
    return path;
  }

  @Override
  public String getMessage() {
    String where = path.isEmpty() ? summary : path + ", " + summary;
    return "in module " + where + ": " + super.getMessage();
  }
}
