# 案件に関する命令。

err-case-012 = { $case } は別の種類の案件（{ $matter }）です。
rec-case-012 = 同じ番号で、その種類の命令を使ってください。

casecli-written = { $case }: 第{ $entry }項として記録しました
casecli-waits = { $party } の対応待ち
casecli-more = ほかにもあります。取決めを一つ指定するか、--open を付けてください
casecli-to-do = 案件について行うべきこと:
casecli-duties = 行うべきこと:
casecli-acts = 行われたこと:
casecli-basis = 根拠
casecli-until = 有効期限
casecli-account = { $party } の説明（{ $on }、第{ $entry }項）
casecli-agreed = { $party } はその事実の一部を認めています（第{ $entry }項）:
casecli-no-account = 事実の説明はまだありません。
casecli-unreadable = （この文はここでは開けません。行為そのものは有効です。）
casecli-evidence = { $case }: { $dir } に書き出しました。記録の行為 { $acts } 件を添えてあります
    確認するには: entente verify { $dir }/records.evidence --keys DIR
casecli-yes = はい

casecli-due = 期限 { $date }
casecli-within = { $period }以内
casecli-hours = { $n }時間
casecli-days = { $n }日
casecli-working = { $n }営業日
casecli-clear = 中{ $n }日
casecli-weeks = { $n }週間
casecli-months = { $n }か月
casecli-years = { $n }年
casecli-one-hours = 1時間
casecli-one-days = 1日
casecli-one-working = 1営業日
casecli-one-clear = 中1日
casecli-one-weeks = 1週間
casecli-one-months = 1か月
casecli-one-years = 1年

# 期限に関する規定の語。
casecli-soon-immediately = 直ちに
casecli-soon-without-delay = 遅滞なく
casecli-soon-promptly = 速やかに
casecli-soon-as-soon-as-possible = できる限り速やかに
casecli-soon-quickly = 早急に
casecli-soon-in-advance = 事前に

# 案件の内容。
casecli-about-trigger = 判明していること
casecli-about-reason = 理由
casecli-about-visit = 予定日
casecli-about-host = 受入れ側
casecli-about-from = 初日
casecli-about-until = 最終日
casecli-about-level = 区分
casecli-about-purpose = 目的
casecli-about-places = 場所
casecli-about-visitors = 訪問者数
casecli-about-list = 反復訪問の名簿
casecli-about-third-country = 第三国の訪問者
casecli-about-urgent = 緊急
casecli-about-diplomatic = 外交上の経路による
casecli-about-states = 記入された欄
casecli-about-firm = 契約者
casecli-about-in = 所在
casecli-about-facility = 施設の適格性
casecli-about-guide = 指針のダイジェスト
casecli-about-under = 元の契約
casecli-about-foreign-owned = 外国資本
casecli-about-body = 要求した機関
casecli-about-answer-by = 要求された回答期限
casecli-about-articles = 規定
casecli-about-reply-by = 回答希望日
casecli-about-made-by = 作成者
casecli-about-of = 対象

casecli-word-actual = 発生した
casecli-word-suspected = 疑いがある
casecli-word-possible = 可能性がある
casecli-word-first-release = 最初の提供
casecli-word-level-raise = 上限の引上げ
casecli-word-major-change = 保護の重要な変更
casecli-word-serious-incident = 重大な事案
casecli-word-court = 裁判所
casecli-word-parliament = 議会
casecli-word-authority = 行政機関
casecli-word-other = その他の機関
casecli-word-person = 個人
casecli-word-facility = 施設

deed-case = 案件における行為

casecli-bundle =
    紛争 { $case }。{ $party } のノードが保有する内容です。
    
    このディレクトリの内容:
    
    records.evidence
      取決めに基づく両締約国の記録です。全ての行為が署名とともに入っています。各締約国から直接
      受け取ったカードを用い、ノードもネットワークも使わずに確認できます:
      entente verify records.evidence --keys DIR
    
    case.json
      案件を行為ごとに示したものです。各行為は、締約国とその記録における項の番号で示しており、
      records.evidence の中で見つけることができます。
    
    締約国の文は記録の中で封をされており、締約国だけが開くことができます。ここにあるのは、
    { $party } のノードが開いた平文です。行為が行われたこと、行為者、時期及び順序は
    records.evidence により証明されます。文の内容は { $party } が述べるものであり、他方の締約国は
    同じ項を開いて比較することができます。
    
    それぞれの説明は独立しています。一方が他方に代わることはなく、見解が異なる間も、取決めに
    基づく義務は変わりません。
