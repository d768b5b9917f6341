"""What script/demo, script/test, script/lint and script/bench share: standard library only."""
