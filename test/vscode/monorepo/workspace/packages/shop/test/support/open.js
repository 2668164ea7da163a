const Database = require('better-sqlite3');

exports.open = () => new Database(':memory:');
