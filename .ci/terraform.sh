#!/usr/bin/env bash
# Builds terraform from the Go module proxy, where there is no binary to be had: .ci/terraform.sh TARGET
#
# `go install` refuses a module with replacements, and the remote-state backends that it replaces are no modules that
# anybody published. No test uses them, so they are left out.
set -euo pipefail
target=$1
version=v1.11.4
module=github.com/hashicorp/terraform
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT

dir=$(go mod download -json "$module@$version" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).Dir')
cp -r "$dir/." "$source"
chmod -R u+w "$source"
cd "$source"
go mod edit -dropgodebug=tlskyber # unknown to newer Go
for backend in azure consul cos gcs kubernetes oss pg s3; do
  path="$module/internal/backend/remote-state/$backend"
  go mod edit -dropreplace="$path" -droprequire="$path"
  sed -i "\#remote-state/$backend\"#d; /backend$backend\.New()/Id" internal/backend/init/init.go
done
go build -mod=mod -ldflags "-X $module/version.dev=no" -o "$target" .
