# Part of ./miniai: has java map its classes from an archive (class data sharing), which is faster than to read them.
#
# An archive is for one Java and one list of jars, so this puts miniai's own classes into a jar first. Both are made anew
# after each build, in target/. Java ignores an archive that does not fit. Who may not write there goes without.
# shellcheck shell=bash disable=SC2154
archive=$home/$module/target/$backend-$vm.jsa
jar=${archive%.jsa}.jar # each archive its own: java refuses a jar that is younger than when the archive was made
folders=() jars=("$jar")
IFS=: read -ra list <<<"$entries"
for entry in "${list[@]}"; do
  if [[ -d $entry ]]; then folders+=("$entry"); else jars+=("$entry"); fi
done
shared=$(IFS=:; echo "${jars[*]}")

archive_is_current() {
  [[ -e $archive && -z $(find "$classpath" "${folders[@]}" -newer "$archive" -print -quit) ]]
}
make_archive() {
  local work folder
  say 'preparing faster starts (once after a build) ...'
  work=$(mktemp -d "$home/$module/target/archive.XXXXXX") || return 0
  : >"$work/started"
  for folder in "${folders[@]}"; do cp -r "$folder/." "$work/classes/"; done
  "$java_home/bin/jar" --create --file "$work/jar" -C "$work/classes" . && mv -f "$work/jar" "$jar" &&
    "$java" "${options[@]}" -XX:DumpLoadedClassList="$work/list" -cp "$shared" "$main" rehearse "$work/out" &&
    "$java" -Xmx2g -Xshare:dump -XX:SharedClassListFile="$work/list" -XX:SharedArchiveFile="$work/jsa" -cp "$shared" ||
    : >"$work/jsa" # without contents: not to be tried again before the next build
  touch -r "$work/started" "$work/jsa" # what is compiled meanwhile is for the next one
  mv -f "$work/jsa" "$archive"
  rm -r "$work"
}
if ! archive_is_current && [[ -w $home/$module/target ]]; then
  (
    ! command -v flock >/dev/null || flock 9
    archive_is_current || make_archive >/dev/null || true
  ) 9<"$home/pom.xml"
fi
if [[ -s $archive ]] && archive_is_current; then
  entries=$shared
  # No word about an archive that does not fit.
  options+=("-XX:SharedArchiveFile=$archive" '-Xlog:cds*=off')
  ((${version%%.*} < 24)) || options+=('-Xlog:aot*=off')
fi
