# Part of ./miniai: `notebook` starts Jupyter in notebooks/, `notebook execute` runs all notebooks there anew, `shell` starts JShell.
#
# Both have the class path of the programs; the notebooks also have the kernel, which Maven has written down.
# shellcheck shell=bash disable=SC2154
imports=$home/miniai-notebook/src/main/resources/ai/miniai/notebook/imports.jsh

if [[ ${arguments[0]} == shell ]]; then
  [[ -x $java_home/bin/jshell ]] || die "shell needs the JDK's jshell, and $java_home has none; $install"
  # For -R: JShell runs what is typed in a Java of its own.
  exec "$java_home/bin/jshell" "${options[@]/#/-R}" ${more[@]+"${more[@]/#/-R}"} --class-path "$entries" \
    --startup DEFAULT --startup "$imports" --startup "$home/miniai-notebook/ready.jsh" "${arguments[@]:1}"
fi

[[ ${arguments[1]-} == execute ]] && needed=nbconvert || needed=notebook
command -v "jupyter-$needed" >/dev/null || die "needs Jupyter; on Debian or Ubuntu: sudo apt-get install jupyter-$needed
        (elsewhere: pip install $needed)"
spec=$home/miniai-notebook/target/jupyter
"$java" "${options[@]}" ${more[@]+"${more[@]}"} -cp "$entries:$(<"$home/miniai-notebook/target/kernel.classpath")" \
  ai.miniai.notebook.KernelSpec "$spec"
export JUPYTER_PATH=$spec${JUPYTER_PATH+:$JUPYTER_PATH}
cd "$home/notebooks"
if [[ ${arguments[1]-} == execute ]]; then
  for source in *.md; do ./execute "$source" "${source%.md}.ipynb"; done
  exit
fi
exec jupyter notebook "${arguments[@]:1}"
